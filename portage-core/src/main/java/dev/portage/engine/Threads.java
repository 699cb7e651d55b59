package dev.portage.engine;

import dev.portage.store.Relay;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Where bodies and events run. Thread-safe. */
final class Threads implements Executor {
  private final Executor threads;
  private final Runnable end;
  private volatile boolean closed;

  private Threads(Executor threads, Runnable end) {
    this.threads = threads;
    this.end = end;
  }

  /**
   * A virtual thread for each task where the running JDK has them, else as many daemon threads as
   * are needed.
   */
  static Threads open() {
    try {
      return of(
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    } catch (NoSuchMethodException e) {
      Relay relay = new Relay("portage-worker"); // a JDK before 21
      return new Threads(relay, relay::closeNow);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("this JDK has virtual threads but does not give them", e);
    }
  }

  /** Those of a service, which is closed with this. */
  static Threads of(ExecutorService service) {
    return new Threads(service, service::shutdownNow);
  }

  /**
   * Has a thread run it.
   *
   * @throws java.util.concurrent.RejectedExecutionException if this is closed
   */
  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  boolean areClosed() {
    return closed;
  }

  /** Takes nothing more, and interrupts whoever runs. */
  void close() {
    closed = true;
    end.run();
  }
}
