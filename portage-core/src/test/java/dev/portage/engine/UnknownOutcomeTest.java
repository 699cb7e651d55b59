package dev.portage.engine;

import dev.portage.store.FlowStore;
import dev.portage.store.MemoryFlowStore;

final class UnknownOutcomeTest extends UnknownOutcomeContract {
  @Override
  FlowStore openEmpty() {
    return new MemoryFlowStore();
  }
}
