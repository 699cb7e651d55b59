package dev.portage.fleet;

import dev.portage.migration.Outcome;
import dev.portage.store.FlowId;

/**
 * A flow that was not migrated though it was selected.
 *
 * @param flow its id
 * @param type its name
 * @param outcome why
 */
public record LeftAlone(FlowId flow, String type, Outcome outcome) {
  /** Where it is counted. */
  public Fate fate() {
    return Fate.of(outcome);
  }
}
