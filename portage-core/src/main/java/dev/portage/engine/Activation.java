package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.Lease;
import dev.portage.store.LeaseChange;
import dev.portage.store.StaleWriteException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Makes a stored flow a run, or refuses and leaves it as it is. Thread-safe. */
record Activation(FlowStore store, FlowCatalog catalog, EngineOptions options) {
  private static final int MOST_TRIES = 20;

  /**
   * A flow that may run, or has nothing to run.
   *
   * @param stored what it is, under this engine's claim
   * @param target null if the flow is finished; then it was not claimed
   */
  record Activated(FlowRecord stored, @Nullable Target target) {}

  Activated activate(FlowId id) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      FlowRecord stored = load(id);
      if (stored.header().state().isFinished()) {
        return new Activated(stored, null);
      }
      refuseBusy(stored.header());
      Judged judged = judge(stored);
      Optional<FlowHeader> claimed = store.claim(id, stored.header().revision(), options.claim());
      if (claimed.isPresent()) {
        FlowRecord current = exchange(judged.admitted, claimed.get());
        if (current != null) {
          return new Activated(current, judged.target);
        }
      }
    }
    throw new FlowBusyException(id, null, null);
  }

  private record Judged(Target target, Admission.Admitted admitted) {}

  /** Asks the code; if it refuses, the reason is noted beside the flow. */
  private Judged judge(FlowRecord stored) {
    Target target = null;
    try {
      target = target(stored);
      return new Judged(target, options.admission().admit(stored, target));
    } catch (FlowRefusedException e) {
      new Refusals(store, options).note(stored.header(), target, e);
      throw e;
    }
  }

  /** As {@link #activate}, for a flow that is to be reverted. */
  Activated revert(FlowId id) {
    Activated activated = activate(id);
    if (activated.target() == null) {
      FlowState state = activated.stored().header().state();
      throw new FlowRefusedException(
          id,
          "flow '"
              + id
              + "' is not reverted: it is "
              + state
              + (state == FlowState.SUCCESS
                  ? ", and that is final\n  next: undo it by a flow of its own, or restart it"
                  : " already"));
    }
    return activated;
  }

  /** Makes a flow that is over PENDING again, under this engine's claim. */
  Activated restart(FlowId id) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      FlowRecord stored = load(id);
      FlowState state = stored.header().state();
      if (!state.isFinished() && state != FlowState.FAILURE) {
        throw new FlowRefusedException(
            id,
            "flow '"
                + id
                + "' is not restarted: it is "
                + state
                + ", and only what is SUCCESS, REVERTED or FAILURE begins anew"
                + "\n  next: resume it");
      }
      refuseBusy(stored.header());
      Target target = target(stored);
      options.admission().bears(stored.header().key(), target);
      Restart restart = new Restart(stored, target, options);
      try {
        FlowHeader header = store.commitHere(restart.write()).join();
        return new Activated(restart.after(header), target);
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof StaleWriteException)) {
          throw e.getCause() instanceof RuntimeException runtime ? runtime : e;
        }
      }
    }
    throw new FlowBusyException(id, null, null);
  }

  private FlowRecord load(FlowId id) {
    return store
        .load(id)
        .orElseThrow(
            () ->
                new FlowNotFoundException(
                    "flow '"
                        + id
                        + "' is not resumed: "
                        + store.description()
                        + " has no flow of that id; look for it with another id or store"));
  }

  private void refuseBusy(FlowHeader header) {
    Instant now = options.clock().instant();
    Lease lease = header.lease();
    if (lease.isLiveAt(now) && !options.owner().equals(lease.owner())) {
      throw new FlowBusyException(header.id(), lease.owner(), lease.until());
    }
  }

  private Target target(FlowRecord stored) {
    FlowHeader header = stored.header();
    try {
      return catalog
          .target(header.key(), options.admission().inputs(header))
          .orElseThrow(
              () ->
                  new FlowRefusedException(
                      header.id(),
                      FlowRefusedException.Reason.SHAPE,
                      "flow '"
                          + header.id()
                          + "' is not resumed: the record belongs to flow '"
                          + header.flow()
                          + "', the catalog has "
                          + catalog.flows()
                          + "\n  next: add '"
                          + header.flow()
                          + "' to the catalog; a stored flow never becomes another"));
    } catch (FlowRefusedException e) {
      throw e;
    } catch (FlowException e) {
      throw new FlowRefusedException(
          header.id(),
          "flow '"
              + header.id()
              + "' ("
              + header.flow()
              + ") is not resumed: the code cannot build it from its stored inputs: "
              + e.getMessage(),
          e);
    }
  }

  /** The record to run on; null if somebody else has changed the flow meanwhile. */
  private @Nullable FlowRecord exchange(Admission.Admitted admitted, FlowHeader claimed) {
    FlowWrite exchange = admitted.exchange();
    if (exchange == null) {
      return with(admitted.stored(), claimed);
    }
    FlowWrite mine =
        new FlowWrite(
            exchange.key(),
            FlowWrite.Expected.of(claimed),
            exchange.head(),
            exchange.put(),
            exchange.delete(),
            LeaseChange.keep(),
            exchange.journal());
    try {
      return with(admitted.stored(), store.commitHere(mine).join());
    } catch (RuntimeException e) {
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      release(claimed, cause);
      if (cause instanceof StaleWriteException) {
        return null;
      }
      throw cause instanceof RuntimeException runtime ? runtime : e;
    }
  }

  /** Gives a claim up after a failure, which stays the one that is reported. */
  private void release(FlowHeader claimed, Throwable why) {
    try {
      store.release(claimed.id(), claimed.lease().token());
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private static FlowRecord with(FlowRecord stored, FlowHeader header) {
    return new FlowRecord(header, stored.shape(), stored.touched());
  }
}
