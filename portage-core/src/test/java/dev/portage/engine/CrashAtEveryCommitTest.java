package dev.portage.engine;

import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;

/** Random flows in memory; more with {@code -Dportage.crash.flows}. */
class CrashAtEveryCommitTest extends CrashAtEveryCommitContract {
  @Override
  FlowStore store(ManualClock clock) {
    return new MemoryFlowStore(clock);
  }

  @Override
  int flows() {
    return Integer.getInteger("portage.crash.flows", 250);
  }
}
