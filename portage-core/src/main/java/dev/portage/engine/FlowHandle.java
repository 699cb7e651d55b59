package dev.portage.engine;

import dev.portage.store.FlowId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A flow that an engine drives, or that was at its end already. Thread-safe. */
public final class FlowHandle {
  private final FlowId id;
  private final CompletableFuture<FlowResult> result;
  private final Runnable suspend;

  private FlowHandle(FlowId id, CompletableFuture<FlowResult> result, Runnable suspend) {
    this.id = id;
    this.result = result;
    this.suspend = suspend;
  }

  static FlowHandle of(FlowRun run) {
    return new FlowHandle(run.id(), run.result(), run::suspend);
  }

  static FlowHandle done(FlowResult result) {
    return new FlowHandle(result.id(), CompletableFuture.completedFuture(result), () -> {});
  }

  /** The flow. */
  public FlowId id() {
    return id;
  }

  /** Whether this engine no longer drives the flow, for whatever reason. */
  public boolean isDone() {
    return result.isDone();
  }

  /**
   * Waits for the end of the run. A flow that reverts or fails ends as well; {@link
   * FlowResult#orThrow} is for those who ask for success.
   *
   * @throws LostLeaseException if another engine has claimed the flow meanwhile
   * @throws EngineClosedException if the engine was closed before
   * @throws dev.portage.store.StoreUnavailableException if the store could not be written for as
   *     long as a lease lasts
   * @throws InterruptedException if the waiting thread is interrupted; the flow goes on
   */
  public FlowResult await() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  /** {@link #await()} for at most so long; empty if the run has not ended by then. */
  public Optional<FlowResult> await(Duration atMost) throws InterruptedException {
    try {
      return Optional.of(result.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty(); // what the caller has asked for
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(e);
  }

  /** A future of its own for the end of the run; completing it changes nothing. */
  public CompletableFuture<FlowResult> future() {
    return result.copy();
  }

  /**
   * Asks for a pause: nothing more is begun, what runs goes on to its end, and the flow is then
   * SUSPENDED; or at its end, if nothing was left. Returns at once. No effect on a run that is
   * over.
   */
  public void suspend() {
    suspend.run();
  }
}
