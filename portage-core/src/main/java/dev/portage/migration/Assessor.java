package dev.portage.migration;

import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.model.FlowException;
import dev.portage.shape.Shape;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.PayloadException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at stored flows one by one and says what is to be done with each, maps of the user's
 * included, on copies. Writes nothing. Thread-safe if what makes its plans is.
 */
final class Assessor {
  private final FlowReader reader;
  private final FlowCatalog catalog;
  private final Migrations migrations;
  private final Plans plans;

  /** Where plans for stored flows come from. */
  interface Plans {
    Plan plan(FlowRecord stored, Target target);
  }

  /** What is to be done with one flow. */
  sealed interface Assessed {}

  /** Nothing, and why. */
  record Settled(Outcome outcome) implements Assessed {}

  /** It is to be exchanged for what was made of it. */
  record Due(Examination examined) implements Assessed {}

  Assessor(FlowReader reader, FlowCatalog catalog, Migrations migrations, Plans plans) {
    this.reader = reader;
    this.catalog = catalog;
    this.migrations = migrations;
    this.plans = plans;
  }

  /**
   * One flow as it is stored now.
   *
   * @param planned the only shape that it may be led to; null for whichever its inputs say
   * @param now at which its lease is live or not
   */
  Assessed look(FlowId id, @Nullable Shape planned, Instant now) {
    Optional<FlowRecord> stored;
    try {
      stored = reader.load(id);
    } catch (CorruptRecordException e) {
      return failed(e);
    }
    return stored.isEmpty()
        ? new Settled(new Outcome.NotFound())
        : look(stored.get(), planned, now);
  }

  /** The same of one that was read before; whether it is still so is seen when it is written. */
  Assessed look(FlowRecord stored, @Nullable Shape planned, Instant now) {
    FlowHeader header = stored.header();
    if (header.state().isFinished()) {
      return new Settled(new Outcome.Finished());
    }
    if (header.lease().isLiveAt(now)) {
      return new Settled(new Outcome.Busy(header.lease().owner(), header.lease().until()));
    }
    try {
      return examine(stored, planned);
    } catch (MapFailedException | PayloadException | CorruptRecordException e) {
      return failed(e);
    } catch (FlowException e) {
      return stuck(String.valueOf(e.getMessage()));
    }
  }

  private static Assessed failed(FlowException e) {
    return new Settled(new Outcome.Failed(String.valueOf(e.getMessage())));
  }

  private static Assessed stuck(String why) {
    return new Settled(new Outcome.Stuck(why, List.of()));
  }

  private Assessed examine(FlowRecord stored, @Nullable Shape planned) {
    FlowHeader header = stored.header();
    Optional<Target> target = catalog.target(header.key(), migrations.inputs(header));
    if (target.isEmpty()) {
      return stuck("this code has no flow '" + header.flow() + "'");
    }
    if (planned != null && !planned.digest().equals(target.get().shape().digest())) {
      return unplanned(target.get().shape(), planned);
    }
    MigrationBook book = migrations.book(header.flow());
    if (Examination.isCurrent(header, target.get(), book)) {
      return judged(Examination.ofCurrent(stored, target.get()));
    }
    Plan plan = plans.plan(stored, target.get());
    return judged(Examination.of(stored, target.get(), plan, Values.REAL));
  }

  private static Assessed unplanned(Shape own, Shape planned) {
    return stuck(
        "its inputs lead to "
            + own.fingerprint()
            + ", the plan to "
            + planned.fingerprint()
            + "; what is left of its shape has a plan of its own when you plan again");
  }

  private static Assessed judged(Examination examined) {
    return switch (examined.verdict()) {
      case CURRENT -> new Settled(new Outcome.Current());
      case BLOCKED -> new Settled(new Outcome.Blocked(examined.findings()));
      case NEWER -> newer((Plan.Newer) examined.plan());
      case PENDING -> new Due(examined);
      default ->
          new Settled(new Outcome.Stuck(((Plan.Stuck) examined.plan()).why(), examined.findings()));
    };
  }

  private static Assessed newer(Plan.Newer plan) {
    return new Settled(new Outcome.Newer(plan.unknownSteps(), plan.why()));
  }
}
