package dev.portage.store;

import java.time.Duration;
import java.time.Instant;

/**
 * Which flows are no longer kept: those that are SUCCESS or REVERTED, were last written before a
 * moment, and are driven by nobody. Every other state is unfinished, and kept for ever.
 *
 * @param finishedBefore when a flow must have been written last, by the clock of the store; one
 *     that was written at this very moment is kept
 * @param now the moment at which a lease must have ended
 */
public record Expiry(Instant finishedBefore, Instant now) {
  /** Flows that have been finished for longer than a period. */
  public static Expiry of(Duration period, Instant now) {
    boolean isForEver = period.compareTo(Duration.between(Instant.EPOCH, now)) > 0;
    return new Expiry(isForEver ? Instant.EPOCH : now.minus(period), now);
  }

  /** Whether the flow is no longer kept; one whose time is not known is. */
  public boolean covers(FlowHeader header) {
    Instant changed = header.times().changed();
    return header.state().isFinished()
        && changed != null
        && changed.isBefore(finishedBefore)
        && !header.lease().isLiveAt(now);
  }
}
