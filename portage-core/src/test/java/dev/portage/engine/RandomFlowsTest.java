package dev.portage.engine;

import dev.portage.store.FlowStore;
import dev.portage.store.MemoryFlowStore;

/**
 * Thousands of random flows in memory, so many one thing at a time and as many with several; more
 * with {@code -Dportage.random.flows}.
 */
class RandomFlowsTest extends RandomFlowsContract {
  @Override
  FlowStore store() {
    return new MemoryFlowStore();
  }

  @Override
  int flows() {
    return Integer.getInteger("portage.random.flows", 5000) / 2;
  }
}
