package dev.portage.engine;

import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;

final class ClockJumpTest extends ClockJumpContract {
  @Override
  FlowStore openEmpty(ManualClock clock) {
    return new MemoryFlowStore(clock);
  }
}
