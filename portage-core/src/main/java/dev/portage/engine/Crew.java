package dev.portage.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run the bodies of one run. Bodies that begin wait in a queue; a thread of the
 * crew takes one after the other, and handles the events in between. So a chain of tasks stays on
 * one thread, and where more bodies wait than that, one more thread is called, which calls another
 * in turn. Only events call {@link #launch}.
 */
final class Crew {
  private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
  private static final ThreadLocal<@Nullable Crew> MEMBER = new ThreadLocal<>();

  private final Workshop shop;
  private final Mailbox mailbox;
  private final BiConsumer<Assignment, Outcome> ended;
  private final Queue<Stint> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();
  private final Set<Stint> working = new HashSet<>();
  private boolean cancelled;

  /**
   * Nobody works yet.
   *
   * @param ended an event: a body has ended
   * @param closed run by whoever posts an event when the engine is closed
   * @param failed told what an event has thrown
   */
  Crew(
      Workshop shop,
      BiConsumer<Assignment, Outcome> ended,
      Runnable closed,
      Consumer<Throwable> failed) {
    this.shop = shop;
    this.ended = ended;
    this.mailbox = new Mailbox(this::execute, closed, failed);
  }

  /** What it shares with the crews of other runs. */
  Workshop shop() {
    return shop;
  }

  /** The events of the run; the thread that handles them then runs what they begin. */
  Mailbox mailbox() {
    return mailbox;
  }

  /** Has bodies run. A thread of the crew, which handles this event, will take one itself. */
  void launch(List<Assignment> begun) {
    int queued = 0;
    for (Assignment assignment : begun) {
      Stint stint = new Stint(shop, assignment);
      working.add(stint);
      if (cancelled) {
        cancel(stint);
      }
      if (assignment.isLimited()) {
        begin(stint);
      } else {
        waiting.add(stint);
        queued++;
      }
    }
    if (queued > (MEMBER.get() == this ? 1 : 0)) {
      call();
    }
  }

  /** Interrupts every body that executes, now and later; those that revert go on. An event. */
  void cancel() {
    cancelled = true;
    List.copyOf(working).forEach(Crew::cancel);
  }

  /** Whether nobody is in a body, or about to be. */
  boolean isIdle() {
    return working.isEmpty();
  }

  private static void cancel(Stint stint) {
    if (stint.assignment().body() != Assignment.Body.REVERT) {
      stint.stop(Stint.Stop.CANCELLED);
    }
  }

  private void begin(Stint stint) {
    try {
      Effort.begin(shop, stint, outcome -> mailbox.post(() -> end(stint, outcome)));
    } catch (RejectedExecutionException e) {
      isInDoubt(stint, e);
    }
  }

  private void end(Stint stint, Outcome outcome) {
    working.remove(stint);
    ended.accept(stint.assignment(), outcome);
  }

  private static void isInDoubt(Stint stint, RejectedExecutionException closed) {
    LOG.debug("the engine is closed: {} stays in doubt", stint.assignment().in().context(), closed);
  }

  /** Calls a thread for what waits, unless one is on its way. */
  private void call() {
    if (called.compareAndSet(false, true)) {
      try {
        execute(() -> called.set(false));
      } catch (RejectedExecutionException e) {
        for (Stint stint = waiting.poll(); stint != null; stint = waiting.poll()) {
          isInDoubt(stint, e);
        }
      }
    }
  }

  /**
   * Has a thread do this and then run bodies as long as some wait.
   *
   * @throws RejectedExecutionException if the engine is closed
   */
  private void execute(Runnable first) {
    shop.threads().execute(() -> work(first));
  }

  private void work(Runnable first) {
    MEMBER.set(this);
    first.run();
    for (Stint now = waiting.poll(); now != null; now = waiting.poll()) {
      callIfAnyWaits();
      Stint stint = now;
      Outcome outcome = stint.run();
      boolean unused = Thread.interrupted(); // it was meant for the body, not for what follows
      mailbox.handle(() -> cameBack(stint, outcome));
    }
    MEMBER.remove();
  }

  private void callIfAnyWaits() {
    if (!waiting.isEmpty()) {
      call();
    }
  }

  /** A body that waits for this thread does not wait until it has handled others' events too. */
  private void cameBack(Stint stint, Outcome outcome) {
    callIfAnyWaits();
    end(stint, outcome);
  }
}
