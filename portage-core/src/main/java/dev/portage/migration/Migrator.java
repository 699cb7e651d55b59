package dev.portage.migration;

import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.migration.Plan.Ready;
import dev.portage.model.FlowException;
import dev.portage.shape.Shape;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.PayloadException;
import dev.portage.store.RunId;
import dev.portage.store.StaleWriteException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Carries single flows over without running them: one flow, one exchange, all or nothing. A flow
 * that somebody drives is left alone. Thread-safe.
 */
public final class Migrator {
  private static final int ATTEMPTS = 3;

  private final FlowStore store;
  private final FlowCatalog catalog;
  private final Migrations migrations;
  private final Lineages lineages;
  private final Who who;
  private final RunId run;

  /**
   * Who migrates, and when.
   *
   * @param actor named in the journal, such as {@code ann@host}
   * @param clock for the journal and for leases
   */
  public record Who(String actor, InstantSource clock) {}

  /** A migrator over a store, for what this code can build. */
  public Migrator(FlowStore store, FlowCatalog catalog, Migrations migrations, Who who) {
    this.store = store;
    this.catalog = catalog;
    this.migrations = migrations;
    this.lineages = new Lineages(store, catalog, migrations);
    this.who = who;
    this.run = RunId.begun(who.clock().instant());
  }

  /** Under which run the journal has what this migrator does. */
  public RunId run() {
    return run;
  }

  /**
   * Migrates one flow if it needs it and nothing stands against it.
   *
   * @throws dev.portage.store.StoreUnavailableException if the store could not be reached
   */
  public Outcome migrate(FlowId id) {
    return attempt(id, null);
  }

  /**
   * The same by a plan that was made for another flow: stuck, and left as it is, if the inputs of
   * this flow lead to another shape than that one's.
   */
  public Outcome migrate(FlowId id, Target planned) {
    return attempt(id, planned.shape());
  }

  private Outcome attempt(FlowId id, @Nullable Shape planned) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<FlowRecord> stored;
      try {
        stored = store.load(id);
      } catch (CorruptRecordException e) {
        return new Outcome.Failed(String.valueOf(e.getMessage()));
      }
      if (stored.isEmpty()) {
        return new Outcome.NotFound();
      }
      Outcome outcome = tryOnce(stored.get(), planned);
      if (outcome != null) {
        return outcome;
      }
    }
    return new Outcome.Busy(null, null);
  }

  /** Null if the flow was changed by somebody in the meantime. */
  private @Nullable Outcome tryOnce(FlowRecord stored, @Nullable Shape planned) {
    FlowHeader header = stored.header();
    Instant now = who.clock().instant();
    if (header.state().isFinished()) {
      return new Outcome.Finished();
    }
    if (header.lease().isLiveAt(now)) {
      return new Outcome.Busy(header.lease().owner(), header.lease().until());
    }
    Examination examined;
    try {
      Optional<Target> target = catalog.target(header.key(), migrations.inputs(header));
      if (target.isEmpty()) {
        return new Outcome.Stuck("this code has no flow '" + header.flow() + "'", List.of());
      }
      if (planned != null && !planned.digest().equals(target.get().shape().digest())) {
        return unplanned(target.get().shape(), planned);
      }
      MigrationBook book = migrations.book(header.flow());
      if (Examination.isCurrent(header, target.get(), book)) {
        examined = Examination.ofCurrent(stored, target.get());
      } else {
        Outlook outlook = lineages.outlook(header.flow());
        examined = Examination.of(stored, target.get(), outlook, Values.REAL);
      }
    } catch (MapFailedException | PayloadException | CorruptRecordException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    } catch (FlowException e) {
      return new Outcome.Stuck(String.valueOf(e.getMessage()), List.of());
    }
    return carryOut(examined, now);
  }

  private static Outcome unplanned(Shape own, Shape planned) {
    return new Outcome.Stuck(
        "its inputs lead to "
            + own.fingerprint()
            + ", the plan to "
            + planned.fingerprint()
            + "; what is left of its shape has a plan of its own when you plan again",
        List.of());
  }

  private @Nullable Outcome carryOut(Examination examined, Instant now) {
    return switch (examined.verdict()) {
      case CURRENT -> new Outcome.Current();
      case BLOCKED -> new Outcome.Blocked(examined.findings());
      case NEWER -> newer((Plan.Newer) examined.plan());
      case PENDING -> exchange(examined, now);
      default -> new Outcome.Stuck(((Plan.Stuck) examined.plan()).why(), examined.findings());
    };
  }

  private static Outcome newer(Plan.Newer plan) {
    return new Outcome.Newer(plan.unknownSteps(), plan.why());
  }

  private @Nullable Outcome exchange(Examination examined, Instant now) {
    // The claim ends at once: its token fences off whoever still believes to drive the flow.
    LeaseChange.Claim claim = new LeaseChange.Claim(who.actor(), now, now);
    FlowWrite write = Exchange.write(examined, new JournalEntry.Made(now, who.actor(), run), claim);
    lineages.carries(examined.stored().header(), examined.target());
    try {
      store.commitHere(write).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StaleWriteException) {
        return null;
      }
      throw e.getCause() instanceof FlowException known ? known : e;
    }
    TaskflowPolicy.tell(examined);
    return new Outcome.Migrated((Ready) examined.plan(), examined.findings());
  }
}
