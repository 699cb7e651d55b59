package dev.portage.fleet;

import dev.portage.store.FlowStore;
import dev.portage.store.MemoryFlowStore;
import java.time.InstantSource;

/** Fleets in memory. */
class FleetLawsTest implements FleetContract {
  @Override
  public FlowStore open() {
    return new MemoryFlowStore(InstantSource.system());
  }

  @Override
  public boolean hasSets() {
    return false;
  }
}
