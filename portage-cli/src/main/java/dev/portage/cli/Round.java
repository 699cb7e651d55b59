package dev.portage.cli;

import dev.portage.store.FlowHeader;
import java.util.List;
import java.util.function.Consumer;

/**
 * Goes from flow to flow, tells how far it is, and stops between two of them if somebody asks. Not
 * safe for use by several threads.
 */
final class Round {
  private static final long PROGRESS_NANOS = 5_000_000_000L;

  private final OutputOptions output;
  private final StopRequest stop;
  private final Tally tally;
  private long told = System.nanoTime();

  Round(OutputOptions output, StopRequest stop, Tally tally) {
    this.output = output;
    this.stop = stop;
    this.tally = tally;
  }

  /** Does it to each of these; to none any more once somebody has asked to stop. */
  void over(List<FlowHeader> flows, Consumer<FlowHeader> attempt) {
    for (FlowHeader flow : flows) {
      if (stop.isStopped()) {
        tally.stop();
        return;
      }
      attempt.accept(flow);
      if (System.nanoTime() - told > PROGRESS_NANOS) {
        told = System.nanoTime();
        output.progress(tally.progress());
      }
    }
  }
}
