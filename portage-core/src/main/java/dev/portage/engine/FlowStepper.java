package dev.portage.engine;

import dev.portage.store.FlowId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Drives one flow a body at a time, for tests: between two steps nothing runs, and what is stored
 * is what a crash would leave. Bodies run on the engine's threads; calls come from one thread.
 */
public final class FlowStepper implements AutoCloseable {
  private final FlowHandle handle;
  private final @Nullable FlowRun run;

  private FlowStepper(FlowHandle handle) {
    this.handle = handle;
    this.run = handle.run();
  }

  /** Of a run that goes stepwise, or of none. */
  static FlowStepper of(FlowHandle handle) {
    return new FlowStepper(handle);
  }

  /** The flow. */
  public FlowId id() {
    return handle.id();
  }

  /** The run, to be suspended, reverted or cancelled between two steps. */
  public FlowHandle handle() {
    return handle;
  }

  /**
   * Begins the body whose turn it is, to execute or to revert, and waits until its end is durable.
   * Tasks that have nothing to undo are reverted in passing.
   *
   * @return how the body ended; empty if the flow is at rest
   * @throws RuntimeException as {@link FlowHandle#await()} does
   * @throws InterruptedException if the waiting thread is interrupted; the body goes on
   */
  public Optional<AtomTransition> step() throws InterruptedException {
    if (run == null || handle.isDone()) {
      return Optional.empty();
    }
    CompletableFuture<Optional<AtomTransition>> answer = new CompletableFuture<>();
    run.step(answer);
    CompletableFuture<Optional<AtomTransition>> end =
        answer.applyToEither(run.result().thenApply(over -> Optional.empty()), how -> how);
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw FlowHandle.unchecked(e);
    }
  }

  /**
   * Lets the flow run on its own from here, and waits for the end.
   *
   * @throws RuntimeException as {@link FlowHandle#await()} does
   * @throws InterruptedException if the waiting thread is interrupted; the flow goes on
   */
  public FlowResult finish() throws InterruptedException {
    if (run != null) {
      Future<?> unused = run.demand(Demand.GO_ON);
    }
    return handle.await();
  }

  /**
   * Gives the flow up as it is, in the state that it is in: any engine can resume it. Waits for a
   * body that runs, if a step was interrupted. No effect on a flow at rest.
   */
  @Override
  public void close() {
    if (run != null) {
      run.halt();
      CompletableFuture<Void> over = run.result().handle((result, thrown) -> null);
      over.join();
    }
  }
}
