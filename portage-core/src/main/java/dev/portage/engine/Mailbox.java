package dev.portage.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

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

  /**
   * Empty.
   *
   * @param closed run by whoever posts when the executor takes nothing more
   */
  Mailbox(Executor executor, Runnable closed) {
    this.executor = executor;
    this.closed = closed;
  }

  void post(Runnable event) {
    events.add(event);
    if (pending.getAndIncrement() == 0) {
      try {
        executor.execute(this::handleAll);
      } catch (RejectedExecutionException e) {
        closed.run(); // nothing is handled any more, but somebody may wait
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
      event.run();
    } while (pending.decrementAndGet() > 0);
  }
}
