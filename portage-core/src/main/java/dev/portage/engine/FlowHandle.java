package dev.portage.engine;

import dev.portage.store.FlowId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A flow that an engine drives, or that was at its end already. Thread-safe. */
public final class FlowHandle {
  private final FlowId id;
  private final CompletableFuture<FlowResult> result;
  private final @Nullable FlowRun run;

  private FlowHandle(FlowId id, CompletableFuture<FlowResult> result, @Nullable FlowRun run) {
    this.id = id;
    this.result = result;
    this.run = run;
  }

  static FlowHandle of(FlowRun run) {
    return new FlowHandle(run.id(), run.result(), run);
  }

  static FlowHandle done(FlowResult result) {
    return new FlowHandle(result.id(), CompletableFuture.completedFuture(result), null);
  }

  /** What drives the flow; null if it was at its end already. */
  @Nullable FlowRun run() {
    return run;
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

  static RuntimeException unchecked(ExecutionException e) {
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
    if (run != null) {
      run.suspend();
    }
  }

  /**
   * Asks for everything to be undone: nothing more begins to execute, what executes goes on to its
   * end, and whatever was done or has failed is reverted in the ordinary order, without asking
   * retries. The flow ends in REVERTED, or in FAILURE if something could not be reverted. A
   * suspension that was asked for is called off. Returns at once; the decision is durable with the
   * next write of the flow, and from then on outlives a crash. No effect on a run that is over.
   *
   * @see Engine#revert
   */
  public void revert() {
    demand(Demand.REVERT);
  }

  /**
   * Asks for everything to be undone as {@link #revert} does, and interrupts the bodies that
   * execute: those that fail for it are reverted as failed tasks are, those that end normally as
   * done ones. Bodies that revert go on. A body that ignores its interrupt is waited for.
   *
   * @see Engine#cancel
   */
  public void cancel() {
    demand(Demand.CANCEL);
  }

  private void demand(Demand demand) {
    if (run != null) {
      Future<?> unused = run.demand(demand);
    }
  }
}
