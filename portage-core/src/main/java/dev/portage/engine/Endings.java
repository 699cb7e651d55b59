package dev.portage.engine;

import dev.portage.store.FlowId;
import dev.portage.store.PayloadTooLargeException;
import dev.portage.store.StaleWriteException;
import dev.portage.store.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the bodies of one run come to their ends. One that works in a transaction of the store is
 * committed by a write of its own, with its row and nothing else, and has ended only then; what the
 * store has lost is run again. Where an open transaction holds up every write, such a body begins
 * when no write is on its way, and none is made until it is over. Only events use it; one that
 * throws ends the run.
 */
final class Endings {
  private record Due(Assignment assignment, Outcome.Uncommitted outcome, Instant at) {}

  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

  private final Crew crew;
  private final Workshop shop;
  private final Writes writes;
  private final Roster roster;
  private final Runnable changed;
  private final Queue<Due> due = new ArrayDeque<>();
  private final Queue<Assignment> apart = new ArrayDeque<>();
  private @Nullable Assignment alone;
  private @Nullable Pauses pauses;
  private boolean over;

  /**
   * Nothing has begun.
   *
   * @param changed an event has made a difference
   */
  Endings(Crew crew, Writes writes, Roster roster, Runnable changed) {
    this.crew = crew;
    this.shop = crew.shop();
    this.writes = writes;
    this.roster = roster;
    this.changed = changed;
  }

  /** Has bodies run: at once, or when nothing else is to be written. */
  void launch(List<Assignment> begun) {
    List<Assignment> now = new ArrayList<>(begun.size());
    for (Assignment each : begun) {
      boolean waits = each.transactional() != null && shop.store().transactionsHoldUpWrites();
      (waits ? apart : now).add(each);
    }
    crew.launch(now);
  }

  /** Nothing else is to be written now, so a body that holds up writes may run. */
  void launchApart() {
    alone = apart.poll();
    if (alone != null) {
      writes.hold();
      crew.launch(List.of(alone));
    }
  }

  /** A body has come back. */
  void ended(Assignment assignment, Outcome came) {
    Outcome outcome = over ? came : fitting(assignment, came);
    if (assignment.equals(alone)) {
      alone = null;
      writes.landed(null);
    }
    Instant now = shop.options().clock().instant();
    if (over) {
      outcome.discard();
      roster.ended();
    } else if (outcome instanceof Outcome.Uncommitted uncommitted) {
      due.add(new Due(assignment, uncommitted, now));
    } else if (outcome instanceof Outcome.Lost lost) {
      lost(assignment, lost.thrown());
    } else {
      conclude(assignment, outcome, now);
    }
    changed.run();
  }

  /** How it ends, or that it fails, as the flow would get too large. */
  private Outcome fitting(Assignment assignment, Outcome outcome) {
    long most = shop.store().maxFlowBytes();
    long bytes = roster.bytes() + outcome.bytes();
    if (outcome.bytes() == 0 || bytes <= most) {
      return outcome;
    }
    outcome.discard();
    String what =
        "what is stored of flow '"
            + assignment.in().context().flowId()
            + "' with the output of task '"
            + assignment.task().name()
            + "'";
    return assignment.failed(shop.runner(), new PayloadTooLargeException(what, bytes, most));
  }

  private void conclude(Assignment assignment, Outcome outcome, Instant at) {
    assignment.in().close();
    roster.ended();
    if (!over) {
      roster.complete(assignment, outcome, at);
    }
  }

  /** Writes the next of those that are to be committed; false if there is none. */
  boolean write() {
    Due next = due.poll();
    if (next == null) {
      return false;
    }
    writes.write(
        next.outcome.applyTo(roster.row(next.assignment), next.at),
        next.outcome.transaction(),
        (after, thrown) ->
            crew.mailbox()
                .post(
                    () -> {
                      writes.landed(after);
                      changed.run();
                      written(next, after != null, thrown);
                    }));
    return true;
  }

  private void written(Due due, boolean isKnown, @Nullable Throwable thrown) {
    Assignment assignment = due.assignment;
    if (thrown == null) {
      pauses = null;
      conclude(assignment, due.outcome.how(), due.at);
    } else if (thrown instanceof StaleWriteException) {
      roster.ended();
      FlowId flow = FlowId.of(assignment.in().context().flowId());
      throw new LostLeaseException(flow, shop.options().owner(), thrown);
    } else if (thrown instanceof StoreUnavailableException unavailable) {
      if (!isKnown) {
        roster.ended();
        throw unavailable;
      }
      lost(assignment, unavailable);
    } else {
      conclude(assignment, assignment.failed(shop.runner(), thrown), due.at);
    }
  }

  /** Runs a body again after a pause, unless it is time to give up. */
  private void lost(Assignment assignment, StoreUnavailableException why) {
    if (pauses == null) {
      pauses = new Pauses(shop.options().leaseDuration());
    }
    if (over || pauses.areOver()) {
      roster.ended();
      throw why;
    }
    LOG.warn(
        "the transaction of task '{}' of flow '{}' was lost, and its body is run again: {}",
        assignment.task().name(),
        assignment.in().context().flowId(),
        why.getMessage());
    try {
      Runnable again = () -> crew.mailbox().post(() -> launchAgain(assignment.again()));
      Future<?> unused = shop.timer().schedule(again, pauses.next(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the engine is closed: {} is in doubt", assignment.in().context(), e);
    }
  }

  private void launchAgain(Assignment assignment) {
    if (over) {
      roster.ended();
    } else {
      launch(List.of(assignment));
    }
    changed.run();
  }

  /** Nothing is committed or begun any more. */
  void drop() {
    over = true;
    due.forEach(each -> each.outcome.discard());
    due.forEach(each -> roster.ended());
    due.clear();
    apart.forEach(each -> roster.ended());
    apart.clear();
    roster.drop();
  }
}
