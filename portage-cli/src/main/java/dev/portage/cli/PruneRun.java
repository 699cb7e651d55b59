package dev.portage.cli;

import dev.portage.store.FlowStore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Removes flows batch by batch, leaves the store to others between them for as long as a batch
 * takes, tells how far it is, and stops between two batches if somebody asks. Not safe for use by
 * several threads.
 */
final class PruneRun {
  private static final long PROGRESS_NANOS = 5_000_000_000L;

  private final OutputOptions output;
  private final StopRequest stop;
  private final PruneAnswer found;
  private long removed;
  private @Nullable RuntimeException broken;

  PruneRun(OutputOptions output, StopRequest stop, PruneAnswer found) {
    this.output = output;
    this.stop = stop;
    this.found = found;
  }

  /** Removes what was found, and never more than that. */
  void remove(FlowStore store, int batch) {
    long told = System.nanoTime();
    try {
      int some = 1;
      while (some > 0 && removed < found.flows() && !stop.isStopped()) {
        long began = System.nanoTime();
        some = store.prune(found.expiry(), (int) Math.min(batch, found.flows() - removed));
        removed += some;
        if (System.nanoTime() - told > PROGRESS_NANOS) {
          told = System.nanoTime();
          output.progress(Text.number(removed) + "/" + Text.number(found.flows()) + " removed");
        }
        if (removed < found.flows()) {
          // who waits for the lock of a SQLite file only looks for it now and then
          LockSupport.parkNanos(System.nanoTime() - began);
        }
      }
    } catch (RuntimeException e) {
      broken = e;
    }
  }

  /** How many flows have gone. */
  long removed() {
    return removed;
  }

  /** Whether somebody asked to stop while there was more. */
  boolean isStopped() {
    return stop.isStopped() && removed < found.flows();
  }

  /** Why it broke off; null if it did not. */
  @Nullable RuntimeException broken() {
    return broken;
  }
}
