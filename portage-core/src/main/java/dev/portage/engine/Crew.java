package dev.portage.engine;

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
  private @Nullable Turn turn;

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
    private @Nullable Assignment next;
    private boolean over;

    /** Whether the calling thread can be given a body: it takes it after the events. */
    boolean isMine() {
      return Thread.currentThread() == thread && !over;
    }

    @Nullable Assignment take() {
      Assignment taken = next;
      next = null;
      return taken;
    }
  }

  /** Has a body run, by the thread that handles this event if it is one of the crew and free. */
  void launch(Assignment assignment) {
    if (assignment.isLimited()) {
      begin(assignment);
    } else if (turn != null && turn.isMine() && turn.next == null) {
      turn.next = assignment;
    } else {
      handOver(assignment);
    }
  }

  private void begin(Assignment assignment) {
    try {
      Effort.begin(
          shop, assignment, outcome -> mailbox.post(() -> ended.accept(assignment, outcome)));
    } catch (RejectedExecutionException e) {
      isInDoubt(assignment, e);
    }
  }

  private static void isInDoubt(Assignment assignment, RejectedExecutionException closed) {
    LOG.debug("the engine is closed: {} stays in doubt", assignment.in().context(), closed);
  }

  private void handOver(Assignment assignment) {
    try {
      shop.threads().execute(() -> work(assignment));
    } catch (RejectedExecutionException e) {
      isInDoubt(assignment, e);
    }
  }

  private void work(Assignment first) {
    Turn mine = new Turn();
    for (Assignment now = first; now != null; now = mine.take()) {
      Assignment done = now;
      Outcome outcome = done.run(shop.runner());
      boolean unused = Thread.interrupted(); // it was meant for the body, not for what follows
      mailbox.handle(() -> cameBack(mine, done, outcome));
    }
    mine.over = true;
  }

  private void cameBack(Turn by, Assignment assignment, Outcome outcome) {
    letGo();
    turn = by;
    ended.accept(assignment, outcome);
  }

  /** A body that is kept for this thread does not wait until it has handled others' events too. */
  private void letGo() {
    if (turn != null && turn.isMine()) {
      Assignment waiting = turn.take();
      if (waiting != null) {
        handOver(waiting);
      }
    }
  }
}
