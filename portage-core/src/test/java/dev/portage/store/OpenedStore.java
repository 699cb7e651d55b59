package dev.portage.store;

import static dev.portage.store.StoreSamples.creation;

import java.util.concurrent.CompletionException;

/** What the parts of the contract share. */
public interface OpenedStore {
  /** The store under test, empty at first. */
  FlowStore store();

  /** Its clock. */
  ManualClock clock();

  /** Writes and waits; throws what the future was completed with. */
  default FlowHeader commit(FlowWrite write) {
    return commit(store(), write);
  }

  /** Writes and waits; throws what the future was completed with. */
  static FlowHeader commit(FlowStore store, FlowWrite write) {
    try {
      return store.commit(write).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Makes a flow "order" of the shape a, b. */
  default FlowHeader make(String id) {
    return commit(creation(id));
  }

  /** What is stored of a flow that must be there. */
  default FlowRecord load(String id) {
    return store().load(FlowId.of(id)).orElseThrow();
  }
}
