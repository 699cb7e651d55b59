package dev.portage.migration;

import dev.portage.store.FlowStore;
import dev.portage.store.MemoryFlowStore;

/** Documents between stores in memory. */
class MemoryFlowDocumentTest extends FlowDocumentContract {
  @Override
  protected FlowStore openEmpty() {
    return new MemoryFlowStore();
  }
}
