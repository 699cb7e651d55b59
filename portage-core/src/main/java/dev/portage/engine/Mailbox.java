package dev.portage.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Events of one run, handled one at a time in the order in which they were posted. No lock is held
 * meanwhile, and whoever posts never waits; a worker that has nothing else to do may {@link
 * #handle} them itself, which saves waking another thread.
 */
final class Mailbox {
  private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();
  private final Executor executor;
  private final Runnable closed;
  private final Consumer<Throwable> failed;

  /**
   * Empty.
   *
   * @param closed an event: the executor takes nothing more; whoever posts handles it, and what
   *     comes later
   * @param failed told what an event has thrown
   */
  Mailbox(Executor executor, Runnable closed, Consumer<Throwable> failed) {
    this.executor = executor;
    this.closed = closed;
    this.failed = failed;
  }

  void post(Runnable event) {
    events.add(event);
    if (pending.getAndIncrement() == 0) {
      try {
        executor.execute(this::handleAll);
      } catch (RejectedExecutionException e) {
        closed.run();
        handleAll(); // they have no effect any more, but give back what they hold
      }
    }
  }

  /**
   * Posts an event; if nobody handles events at the moment, the calling thread does, all there are.
   */
  void handle(Runnable event) {
    events.add(event);
    if (pending.getAndIncrement() == 0) {
      handleAll();
    }
  }

  private void handleAll() {
    do {
      Runnable event = events.remove();
      try {
        event.run();
      } catch (Throwable thrown) { // somebody waits for this run
        failed.accept(thrown);
      }
    } while (pending.decrementAndGet() > 0);
  }
}
