package dev.portage.engine;

import dev.portage.model.FlowException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body that was begun, until it has ended: which thread is in it, and why it is to leave. A
 * thread cannot be made to leave, so one that ignores its interrupt is waited for: what the body
 * does must have ended before anybody reverts it. Thread-safe.
 */
final class Stint {
  /** Why a body is to end. */
  enum Stop {
    /** Its time is up. */
    LATE,
    /** Its flow was cancelled. */
    CANCELLED
  }

  private static final Logger LOG = LoggerFactory.getLogger(Stint.class);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Workshop shop;
  private final Assignment assignment;
  private Runnable idle = () -> {};
  private @Nullable Thread inside;
  private @Nullable Stop stop;
  private boolean succeeded;

  Stint(Workshop shop, Assignment assignment) {
    this.shop = shop;
    this.assignment = assignment;
  }

  Assignment assignment() {
    return assignment;
  }

  /** Says what to do if it is stopped while no thread is in the body. */
  synchronized void whenIdle(Runnable then) {
    idle = then;
  }

  /** Runs the body, unless it was stopped before. */
  Outcome run() {
    return run(assignment);
  }

  /** Runs it as this assignment, a copy of its own. */
  Outcome run(Assignment copy) {
    synchronized (this) {
      if (stop != null) {
        return stopped(null);
      }
      inside = Thread.currentThread();
    }
    Outcome how = copy.run(shop);
    synchronized (this) {
      inside = null;
      succeeded = how.thrown() == null;
      if (stop == null) {
        return how;
      }
      boolean unused = Thread.interrupted(); // meant for the body, which has ended
      if (succeeded && stop == Stop.CANCELLED) {
        return how;
      }
    }
    how.discard();
    return stopped(how.thrown());
  }

  /** How it ends if it was stopped, given what the body threw because of that. */
  synchronized Outcome stopped(@Nullable Throwable thrown) {
    String flow = assignment.in().context().flowId();
    FlowException why =
        stop == Stop.CANCELLED
            ? new FlowCancelledException(assignment.task(), flow, thrown)
            : new TaskTimeoutException(assignment.task(), flow, thrown);
    return assignment.failed(shop.runner(), why);
  }

  /** Interrupts the body, or keeps it from being run; of several reasons the first counts. */
  void stop(Stop why) {
    Runnable then;
    synchronized (this) {
      if (stop != null || succeeded) {
        return;
      }
      stop = why;
      then = idle;
      if (inside != null) {
        inside.interrupt();
        Thread stubborn = inside;
        then = () -> watch(stubborn);
      }
    }
    then.run();
  }

  private void watch(Thread thread) {
    try {
      Future<?> unused =
          shop.timer().schedule(() -> complain(thread), GRACE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the engine is closed: {} is in doubt", assignment.in().context(), e);
    }
  }

  private synchronized void complain(Thread thread) {
    if (inside == thread) {
      Throwable where = new Throwable("what its thread does");
      where.setStackTrace(thread.getStackTrace());
      LOG.warn(
          "task '{}' of flow '{}' was interrupted {} ago and goes on; the flow waits for its end",
          assignment.task().name(),
          assignment.in().context().flowId(),
          GRACE,
          where);
    }
  }
}
