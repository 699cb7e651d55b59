package dev.portage.fleet;

import dev.portage.fleet.FlowByFlow.Landed;
import dev.portage.fleet.FlowByFlow.Turn;
import dev.portage.fleet.Settled.Stage;
import dev.portage.migration.Outcome;
import dev.portage.model.FlowException;
import dev.portage.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters what came of flows, tells who listens, and says whether the next may go: what was asked,
 * and what has happened, decide. Used by the thread that drives a run.
 */
final class Conduct {
  private static final Logger LOG = LoggerFactory.getLogger(Conduct.class);

  private final FleetOptions options;
  private final Ledger ledger;
  private final Control control;
  private final List<FleetListener> listeners;
  private final BusyFlows busy = new BusyFlows();
  private @Nullable Ending ending;

  Conduct(FleetOptions options, Ledger ledger, Control control, List<FleetListener> listeners) {
    this.options = options;
    this.ledger = ledger;
    this.control = control;
    this.listeners = listeners;
  }

  /** Flows that somebody drove when their turn came. */
  BusyFlows busy() {
    return busy;
  }

  /** Between two flows: whether another may begin. A pause is waited for here. */
  boolean mayGoOn(FlowByFlow way) {
    if (control.isPaused() && ending == null) {
      way.drain();
      progress();
      control.awaitResume();
    }
    if (control.isStopped() || Thread.currentThread().isInterrupted()) {
      end(Ending.STOPPED);
    }
    return ending == null;
  }

  /** A flow has its turn. */
  void begin(Share share) {
    if (!share.begin()) {
      ledger.enlarge();
    }
  }

  /** How many were carried over by now. */
  long migrated() {
    return ledger.books().count(Fate.MIGRATED);
  }

  /** The first that is said stands. */
  void end(Ending how) {
    if (ending == null) {
      ending = how;
    }
  }

  Ending ending() {
    return ending == null ? Ending.DONE : ending;
  }

  /** The way tells it what came of a turn. */
  void landed(Landed landed) {
    Outcome outcome = landed.outcome();
    if (outcome == null) {
      Throwable cause = cause(landed.thrown());
      if (isTroubleOfAll(cause)) {
        end(new Ending(Ending.Kind.BROKEN, said(cause), cause)); // it waits: nobody knows more
        return;
      }
      LOG.debug("flow '{}' failed in a fleet run", landed.turn().flow().id(), cause);
      outcome = new Outcome.Failed(said(cause));
    }
    settle(landed.turn(), outcome, Duration.ofNanos(landed.nanos()));
  }

  private static Throwable cause(@Nullable Throwable thrown) {
    Throwable cause = thrown == null ? new IllegalStateException("no outcome") : thrown;
    return cause instanceof CompletionException && cause.getCause() != null
        ? cause.getCause()
        : cause;
  }

  private static boolean isTroubleOfAll(Throwable cause) {
    return cause instanceof StoreUnavailableException
        || (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError));
  }

  static String said(Throwable cause) {
    return cause instanceof FlowException
        ? String.valueOf(cause.getMessage())
        : "unexpected " + cause;
  }

  void settle(Turn turn, Outcome outcome, Duration took) {
    Settled settled =
        new Settled(turn.stage(), turn.share().forecast(), turn.flow(), outcome, took);
    boolean isBusy = settled.fate() == Fate.BUSY;
    if (isBusy) {
      busy.add(turn.flow().id(), turn.share());
      if (turn.from() == Fate.BUSY) {
        return; // as it is counted already
      }
    } else {
      busy.remove(turn.flow().id());
    }
    turn.share().leave(left(turn, settled.fate()));
    boolean isSurprise = turn.share().isSurprise(outcome);
    ledger.enter(turn.from(), settled, isSurprise);
    tell(listener -> listener.settled(settled, ledger.books()));
    if (isSurprise && turn.stage() == Stage.CANARY) {
      end(ofCanary(settled));
    }
    long failed = ledger.books().count(Fate.FAILED);
    if (turn.stage() != Stage.REHEARSAL
        && settled.fate() == Fate.FAILED
        && failed == options.stopAfterFailures()) {
      end(new Ending(Ending.Kind.FAILURES, "stopped after " + flows(failed) + " failed", null));
    }
  }

  /** How many more are still of their shape after this. */
  private static int left(Turn turn, Fate fate) {
    boolean isMoved = fate == Fate.MIGRATED && turn.stage() != Stage.REHEARSAL;
    int now = isMoved || fate == Fate.CURRENT ? 0 : 1;
    return now - (turn.from() == Fate.BUSY ? 1 : 0);
  }

  private static String flows(long count) {
    return count == 1 ? "1 flow" : count + " flows";
  }

  private static Ending ofCanary(Settled settled) {
    return new Ending(
        Ending.Kind.CANARY,
        "stopped at the canary '"
            + settled.flow().id()
            + "', a flow of "
            + settled.flow().flow()
            + ": it is "
            + settled.fate()
            + ", which the plan does not say",
        null);
  }

  void progress() {
    tell(listener -> listener.progress(ledger.books()));
  }

  private void tell(Consumer<FleetListener> news) {
    for (FleetListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("listener {} of a fleet run failed", listener.getClass().getName(), e);
      }
    }
  }
}
