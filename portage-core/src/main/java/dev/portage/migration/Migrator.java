package dev.portage.migration;

import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.migration.Plan.Ready;
import dev.portage.model.FlowException;
import dev.portage.shape.Shape;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.RunId;
import dev.portage.store.SetExchange;
import dev.portage.store.StaleWriteException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Carries single flows over without running them: one flow, one exchange, all or nothing. A flow
 * that somebody drives is left alone. Thread-safe.
 */
public final class Migrator {
  static final int ATTEMPTS = 3;

  private final FlowStore store;
  private final FlowCatalog catalog;
  private final Migrations migrations;
  private final Lineages lineages;
  private final Assessor assessor;
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
    this.assessor =
        new Assessor(
            store,
            catalog,
            migrations,
            (stored, target) -> lineages.outlook(stored.header().flow()).plan(stored, target));
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

  /**
   * Many flows at once, under the same run.
   *
   * @param readers flows are read, planned and rewritten on these threads
   */
  public Convoy convoy(Executor readers) {
    Assessor remembering =
        new Assessor(store, catalog, migrations, new RememberedPlans(store, migrations));
    return new Convoy(this, store, remembering, readers);
  }

  /**
   * Carries a page of flows of one shape over within the database, in one transaction and without
   * reading their values; see {@link FlowStore#exchange}. That is possible for plans without maps,
   * in situations that were proved, and if the flow of today is the same for all inputs.
   *
   * @param forecast of the shape; it must have a target
   * @param page which flows, and how many of them
   * @return empty if none of these flows can be carried over so; those that are not named are as
   *     they were, and can be migrated one by one
   * @throws dev.portage.store.StoreUnavailableException if the store could not be reached
   */
  public Optional<InSet> migrate(Forecast forecast, FlowQuery page) {
    CensusLine line = forecast.line();
    Target target = catalog.target(line.flow(), line.variant()).orElse(null);
    Shape stored = store.shape(line.shape().digest()).orElse(null);
    Target foreseen = forecast.target();
    if (target == null || stored == null || foreseen == null) {
      return Optional.empty();
    }
    SituationSample samples = new SituationSample(line, stored, target.wiring().inputs());
    FlowRecord untouched = samples.untouched();
    Plan plan = lineages.outlook(line.flow()).plan(untouched, target);
    boolean isForeseen = target.shape().digest().equals(foreseen.shape().digest());
    if (!isForeseen || !SetProofs.suits(plan, stored, target)) {
      return Optional.empty();
    }
    lineages.carries(untouched.header(), target);
    Ready ready = (Ready) plan;
    SetProofs proofs = new SetProofs(samples, target, ready);
    Instant now = now();
    return store
        .exchange(
            new SetExchange(
                page,
                line,
                new SetExchange.To(target.shape(), ready.stamp(), samples.inputs()),
                new JournalEntry.Made(now, who.actor(), run),
                new LeaseChange.Claim(who.actor(), now, now),
                proofs))
        .map(done -> InSet.of(done, ready, proofs));
  }

  private Outcome attempt(FlowId id, @Nullable Shape planned) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Assessor.Assessed assessed = assessor.look(id, planned, now());
      if (assessed instanceof Assessor.Settled settled) {
        return settled.outcome();
      }
      Examination examined = ((Assessor.Due) assessed).examined();
      if (exchange(write(examined))) {
        return migrated(examined);
      }
    }
    return new Outcome.Busy(null, null);
  }

  Instant now() {
    return who.clock().instant();
  }

  /** The write that carries a flow over; what has to be stored before it is stored. */
  FlowWrite write(Examination examined) {
    Instant now = now();
    // The claim ends at once: its token fences off whoever still believes to drive the flow.
    LeaseChange.Claim claim = new LeaseChange.Claim(who.actor(), now, now);
    FlowWrite write = Exchange.write(examined, new JournalEntry.Made(now, who.actor(), run), claim);
    lineages.carries(examined.stored().header(), examined.target());
    return write;
  }

  /** What is to be said of a flow whose exchange is durable. */
  static Outcome migrated(Examination examined) {
    TaskflowPolicy.tell(examined);
    return new Outcome.Migrated(
        (Ready) examined.plan(), examined.findings(), examined.stored().header().revision() + 1);
  }

  /** False if the flow was changed by somebody in the meantime. */
  private boolean exchange(FlowWrite write) {
    try {
      store.commitHere(write).join();
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof StaleWriteException) {
        return false;
      }
      throw e.getCause() instanceof FlowException known ? known : e;
    }
  }
}
