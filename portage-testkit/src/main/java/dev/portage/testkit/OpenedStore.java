package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.creation;

import dev.portage.model.AtomName;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ManualClock;
import java.util.Objects;
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
      return store.commitHere(write).join();
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

  /** What is stored of a task that must have a row. */
  default AtomRecord loadRow(String id, String task) {
    AtomRecord row = load(id).touched().get(AtomName.of(task));
    return Objects.requireNonNull(row, () -> "flow '" + id + "' has no row of '" + task + "'");
  }
}
