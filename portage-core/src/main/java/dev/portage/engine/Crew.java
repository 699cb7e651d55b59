package dev.portage.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run the bodies of one run. A thread whose body has ended handles the events that
 * follow, and where they release another body it goes on with that one: a chain of tasks needs no
 * change of threads. Only events call {@link #launch}.
 */
final class Crew {
  private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

  private final Workshop shop;
  private final Mailbox mailbox;
  private final BiConsumer<Assignment, Outcome> ended;
  private final Set<Stint> working = new HashSet<>();
  private @Nullable Turn turn;
  private boolean cancelled;

  /**
   * Nobody works yet.
   *
   * @param ended an event: a body has ended
   */
  Crew(Workshop shop, Mailbox mailbox, BiConsumer<Assignment, Outcome> ended) {
    this.shop = shop;
    this.mailbox = mailbox;
    this.ended = ended;
  }

  /** What one thread does in a row. No other thread touches it, but to ask whose it is. */
  private static final class Turn {
    private final Thread thread = Thread.currentThread();
    private @Nullable Stint next;
    private boolean over;

    /** Whether the calling thread can be given a body: it takes it after the events. */
    boolean isMine() {
      return Thread.currentThread() == thread && !over;
    }

    @Nullable Stint take() {
      Stint taken = next;
      next = null;
      return taken;
    }
  }

  /** Has a body run, by the thread that handles this event if it is one of the crew and free. */
  void launch(Assignment assignment) {
    Stint stint = new Stint(shop, assignment);
    working.add(stint);
    if (cancelled) {
      cancel(stint);
    }
    if (assignment.isLimited()) {
      begin(stint);
    } else if (turn != null && turn.isMine() && turn.next == null) {
      turn.next = stint;
    } else {
      handOver(stint);
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

  private void handOver(Stint stint) {
    try {
      shop.threads().execute(() -> work(stint));
    } catch (RejectedExecutionException e) {
      isInDoubt(stint, e);
    }
  }

  private void work(Stint first) {
    Turn mine = new Turn();
    for (Stint now = first; now != null; now = mine.take()) {
      Stint done = now;
      Outcome outcome = done.run();
      boolean unused = Thread.interrupted(); // it was meant for the body, not for what follows
      mailbox.handle(() -> cameBack(mine, done, outcome));
    }
    mine.over = true;
  }

  private void cameBack(Turn by, Stint stint, Outcome outcome) {
    letGo();
    turn = by;
    end(stint, outcome);
  }

  /** A body that is kept for this thread does not wait until it has handled others' events too. */
  private void letGo() {
    if (turn != null && turn.isMine()) {
      Stint waiting = turn.take();
      if (waiting != null) {
        handOver(waiting);
      }
    }
  }
}
