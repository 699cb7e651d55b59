package dev.portage.fleet;

import dev.portage.engine.Target;
import dev.portage.fleet.Settled.Stage;
import dev.portage.migration.Outcome;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of one exchange for each flow. Many are under way at once, so a store gathers their
 * writes; never more than a bound, so memory does not grow with the fleet. What comes of them is
 * told on the thread that begins them. Used by one thread.
 */
final class FlowByFlow {
  private final BlockingQueue<Landed> landed = new LinkedBlockingQueue<>();
  private final Timekeeper time;
  private final int most;
  private final Consumer<Landed> told;
  private int underWay;

  /** How one flow is tried. */
  interface Attempt {
    /**
     * Begins; completes exceptionally if nothing can be said of the flow.
     *
     * @param read as it was read before; null if it was not
     */
    CompletableFuture<Outcome> begin(FlowId flow, Target target, @Nullable FlowRecord read);
  }

  /**
   * A flow whose turn it is.
   *
   * @param from where it is counted until something comes of it
   */
  record Turn(Share share, FlowHeader.Key flow, Stage stage, Fate from) {}

  /**
   * What came of a turn: an outcome, or something was thrown.
   *
   * @param nanos how long it took
   */
  record Landed(Turn turn, @Nullable Outcome outcome, @Nullable Throwable thrown, long nanos) {}

  FlowByFlow(Timekeeper time, int most, Consumer<Landed> told) {
    this.time = time;
    this.most = most;
    this.told = told;
  }

  /** Begins one; waits for another if too many are under way. */
  void begin(Turn turn, Attempt attempt, @Nullable FlowRecord read) {
    while (underWay >= most) {
      tell(take());
    }
    underWay++;
    long began = time.nanos();
    Future<?> unused =
        attempt
            .begin(turn.flow().id(), turn.share().target(), read)
            .whenComplete(
                (outcome, thrown) ->
                    landed.add(new Landed(turn, outcome, thrown, time.nanos() - began)));
    for (Landed next = landed.poll(); next != null; next = landed.poll()) {
      tell(next);
    }
  }

  /** Waits until none is under way. */
  void drain() {
    while (underWay > 0) {
      tell(take());
    }
  }

  private void tell(Landed one) {
    underWay--;
    told.accept(one);
  }

  /** An exchange that is on its way cannot be called back, so an interrupt has to wait. */
  private Landed take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return landed.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
