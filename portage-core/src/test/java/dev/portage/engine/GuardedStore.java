package dev.portage.engine;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ForwardingStore;
import java.util.concurrent.CompletableFuture;

/** A store in front of another, with something to say about every write. */
record GuardedStore(FlowStore behind, Door door) implements ForwardingStore {
  /** Makes a write, or not. */
  @FunctionalInterface
  interface Door {
    /** Answers as {@link FlowStore#commit}. */
    CompletableFuture<FlowHeader> commit(FlowStore behind, FlowWrite write);
  }

  @Override
  public CompletableFuture<FlowHeader> commit(FlowWrite write) {
    return door.commit(behind, write);
  }
}
