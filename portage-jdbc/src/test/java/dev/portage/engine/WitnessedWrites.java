package dev.portage.engine;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ForwardingStore;
import java.util.concurrent.CompletableFuture;

/** Notes each write that the store behind has answered: of which revision, under which token. */
record WitnessedWrites(FlowStore behind, WitnessFile witness, String owner)
    implements ForwardingStore {
  @Override
  public CompletableFuture<FlowHeader> commit(FlowWrite write) {
    return behind
        .commit(write)
        .thenApply(
            header -> {
              witness.written(header, owner);
              return header;
            });
  }
}
