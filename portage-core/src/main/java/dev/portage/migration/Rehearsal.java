package dev.portage.migration;

import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.migration.Plan.Ready;
import dev.portage.store.FlowId;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import java.time.InstantSource;

/**
 * Does everything that a migration does to a flow but write it: plans, runs the maps on copies of
 * the stored values, judges the result. Only values that a store refuses because of their size are
 * found when they are written. Plans once for all flows of a shape, so it is to be made anew now
 * and then: newer code may have come up. Thread-safe.
 */
public final class Rehearsal {
  private final Assessor assessor;
  private final InstantSource clock;

  /**
   * A rehearsal of flows that are stored there.
   *
   * @param clock says which leases are live
   */
  public Rehearsal(
      FlowReader reader, FlowCatalog catalog, Migrations migrations, InstantSource clock) {
    this.assessor =
        new Assessor(reader, catalog, migrations, new RememberedPlans(reader, migrations));
    this.clock = clock;
  }

  /**
   * What {@link Migrator#migrate(FlowId, Target)} would answer just now.
   *
   * @throws dev.portage.store.StoreUnavailableException if the store could not be reached
   */
  public Outcome migrate(FlowId id, Target planned) {
    return outcome(assessor.look(id, planned.shape(), clock.instant()));
  }

  /** The same of a flow that was read before. */
  public Outcome migrate(FlowRecord read, Target planned) {
    return outcome(assessor.look(read, planned.shape(), clock.instant()));
  }

  private static Outcome outcome(Assessor.Assessed assessed) {
    if (assessed instanceof Assessor.Settled settled) {
      return settled.outcome();
    }
    Examination examined = ((Assessor.Due) assessed).examined();
    return new Outcome.Migrated(
        (Ready) examined.plan(), examined.findings(), examined.stored().header().revision() + 1);
  }
}
