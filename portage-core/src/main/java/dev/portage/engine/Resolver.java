package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.Intention;
import dev.portage.model.RetryStrategy.Decision;
import dev.portage.shape.Precedence;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.Payload;
import dev.portage.store.PayloadTooLargeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Decides what a failure means: the nearest retry around the atom is asked, then perhaps those
 * around it. Only intentions and histories change here; they are stored with the failure itself, so
 * a decision is made once, whatever happens afterwards. Not thread-safe.
 */
final class Resolver {
  /** Asks the code of a retry. */
  interface Judge {
    /** What the retry says; its row has the history. */
    Decision decide(int retry) throws Exception;
  }

  /**
   * How failures are treated.
   *
   * @param policy the engine's
   * @param maxPayloadBytes how long a history may be
   */
  record Rules(FailurePolicy policy, int maxPayloadBytes) {
    static Rules of(Workshop shop) {
      return new Rules(shop.options().failurePolicy(), shop.runner().maxPayloadBytes());
    }
  }

  /** What is to be reverted: all, a retry's flow and what follows it, or what already is. */
  private record Ruling(Decision decision, int retry) {
    static final Ruling ALL = new Ruling(Decision.REVERT_ALL, Precedence.NO_RETRY);
  }

  private final Progress progress;
  private final Precedence order;
  private final Rules rules;
  private final Judge judge;
  private boolean all;

  Resolver(Progress progress, Precedence order, Rules rules, Judge judge) {
    this.progress = progress;
    this.order = order;
    this.rules = rules;
    this.judge = judge;
  }

  /**
   * Goes on where a stored flow is: what was decided stays decided, other failures are resolved.
   */
  void resume(Instant now) {
    Undoing undoing = Undoing.of(order, progress::row);
    for (int retry : undoing.retries()) {
      revertFrom(retry, Undoing.isAgain(progress.row(retry)) ? Intention.RETRY : Intention.REVERT);
    }
    if (undoing.isAll()) {
      revertAll();
    }
    progress
        .cells()
        .forEach(
            atom -> {
              if (isUndecided(progress.row(atom))) {
                failed(atom, now);
              }
            });
  }

  /** Whether it is up to somebody to decide what becomes of the failed atom. */
  static boolean isUndecided(AtomRecord row) {
    return row.state() == AtomState.FAILURE && row.intention() == Intention.EXECUTE;
  }

  /** Decides about an atom that has failed. */
  void failed(int atom, Instant now) {
    if (rules.policy() == FailurePolicy.LEAVE) {
      return;
    }
    Failure stored = progress.row(atom).execution().failure();
    Failure failure =
        stored == null ? new Failure("unknown", "not stored", "", List.of(), null) : stored;
    Ruling ruling = resolve(atom, failure, now);
    if (ruling.retry == Precedence.NO_RETRY) {
      revertAll();
    } else {
      revertFrom(
          ruling.retry, ruling.decision == Decision.RETRY ? Intention.RETRY : Intention.REVERT);
    }
  }

  /** The nearest retry around an atom that was not left out. */
  private int retryOf(int atom) {
    int retry = order.retryOf(progress.cells().node(atom));
    while (retry != Precedence.NO_RETRY && progress.row(retry).state() == AtomState.IGNORE) {
      retry = order.retryOf(retry);
    }
    return retry;
  }

  private Ruling resolve(int atom, Failure failure, Instant now) {
    int retry = retryOf(atom);
    if (retry == Precedence.NO_RETRY) {
      return Ruling.ALL;
    }
    Failure passedOn = failure;
    Decision decision = Decision.REVERT;
    try {
      remember(retry, atom, failure);
      if (all || progress.row(retry).intention() == Intention.REVERT) {
        return all ? Ruling.ALL : new Ruling(Decision.REVERT, retry);
      }
      decision = Objects.requireNonNull(judge.decide(retry), "it decided null");
    } catch (Throwable thrown) { // user code: a retry that cannot decide gives up
      passedOn = Failure.of(thrown, now);
      Execution was = progress.row(retry).execution();
      progress.put(retry, progress.row(retry).with(was.failing(passedOn)));
    }
    return switch (decision) {
      case RETRY -> new Ruling(Decision.RETRY, retry);
      case REVERT_ALL -> Ruling.ALL;
      case REVERT -> giveUp(retry, passedOn, now);
    };
  }

  private Ruling giveUp(int retry, Failure failure, Instant now) {
    Ruling around = resolve(retry, failure, now);
    boolean nobodyAround = retryOf(retry) == Precedence.NO_RETRY;
    if (rules.policy() == FailurePolicy.DEFER_REVERTS
        || (!nobodyAround && around.decision != Decision.REVERT)) {
      return around;
    }
    return new Ruling(Decision.REVERT, retry);
  }

  private void remember(int retry, int atom, Failure failure) {
    AtomRecord row = progress.row(retry);
    String name = progress.row(atom).name().toString();
    Payload history = StoredHistory.failed(row.history(), name, failure);
    if (history.size() > rules.maxPayloadBytes()) {
      throw new PayloadTooLargeException(
          "the history of retry '" + row.name() + "'", history.size(), rules.maxPayloadBytes());
    }
    progress.put(retry, row.remembering(history));
  }

  private void revertFrom(int retry, Intention intention) {
    if (progress.row(retry).intention() != intention) {
      progress.intend(retry, intention);
    }
    progress.cells().forEachAt(order.after(retry), this::revert);
  }

  /** What comes after a flow that was given up never runs, though a retry elsewhere made it new. */
  void keepGivenUp() {
    for (int atom = 0; atom < order.atomCount(); atom++) {
      if (progress.isRetry(atom) && progress.row(atom).intention() == Intention.REVERT) {
        revertFrom(atom, Intention.REVERT);
      }
    }
  }

  /** Reverts everything, for good. */
  void revertAll() {
    if (!all) {
      all = true;
      progress.cells().forEach(this::revert);
    }
  }

  private void revert(int atom) {
    AtomRecord row = progress.row(atom);
    if (all && row.state() == AtomState.RETRYING) {
      progress.put(atom, row.in(AtomState.SUCCESS)); // it has not begun again, and never will
    }
    if (row.intention() != Intention.REVERT && row.state() != AtomState.IGNORE) {
      progress.intend(atom, Intention.REVERT);
    }
  }
}
