package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.store.FlowRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What code knows when it meets stored flows of one name.
 *
 * @param book how they are carried over; null if none is registered
 * @param lineage which shapes came after its own
 */
record Outlook(@Nullable MigrationBook book, Lineage lineage) {
  /** The plan for a flow; newer if the lineage or the stamp say so. */
  Plan plan(FlowRecord stored, Target target) {
    String newer = lineage.newer(stored.header(), target);
    return newer == null
        ? new Planner(book)
            .plan(stored.shape().atoms(), stored.header().shape().stamp(), target.shape().atoms())
        : new Plan.Newer(stored.shape().atoms(), List.of(), newer);
  }
}
