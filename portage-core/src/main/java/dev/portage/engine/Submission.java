package dev.portage.engine;

import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowExistsException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.Payload;
import dev.portage.store.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Stores new flows. Thread-safe. */
record Submission(FlowStore store, FlowCatalog catalog, EngineOptions options) {

  static Payload payload(Consumer<InputValues> inputs) {
    InputValues values = new InputValues();
    inputs.accept(values);
    return values.payload();
  }

  /** Checks a flow and stores it under this lease, in one write. */
  Activation.Activated store(String flow, FlowId id, Payload inputs, LeaseChange lease) {
    Target target =
        catalog
            .newborn(flow, inputs)
            .orElseThrow(
                () ->
                    new FlowNotFoundException(
                        "the catalog has no flow '" + flow + "', only " + catalog.flows()));
    FlowWrite.Head head =
        new FlowWrite.Head(
            FlowState.PENDING, inputs, null, target.shape(), options.admission().birthStamp(flow));
    List<AtomRecord> first = target.firstRows(inputs);
    FlowHeader.Key key = new FlowHeader.Key(id, flow, target.variant());
    FlowWrite write =
        new FlowWrite(key, FlowWrite.Expected.ABSENT, head, first, List.of(), lease, null);
    options.admission().bears(key, target);
    return new Activation.Activated(FlowRecord.of(made(write), target.shape(), first), target);
  }

  private FlowHeader made(FlowWrite write) {
    try {
      return commit(write);
    } catch (StoreUnavailableException e) {
      return madeAfterAll(write, e);
    }
  }

  /** Tries once more, as the first try may have landed though the store could not say so. */
  private FlowHeader madeAfterAll(FlowWrite write, StoreUnavailableException first) {
    try {
      return commit(write);
    } catch (FlowExistsException e) {
      e.addSuppressed(first);
      return store
          .load(write.key().id())
          .map(FlowRecord::header)
          .filter(write::hasLanded)
          .orElseThrow(() -> e);
    }
  }

  private FlowHeader commit(FlowWrite write) {
    try {
      return store.commitHere(write).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
