package dev.portage.engine;

import dev.portage.model.FlowState;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which flows {@link Engine#resumeAll} takes, and how many at once.
 *
 * @param flow only flows of this name; null for all
 * @param states only flows in these states
 * @param atOnce how many flows the engine drives at once; the next waits until one has ended
 */
public record ResumeOptions(@Nullable String flow, Set<FlowState> states, int atOnce) {
  private static final int AT_ONCE = 256;

  /** Rejects what cannot work; copies the states. */
  public ResumeOptions {
    if (atOnce < 1) {
      throw new IllegalArgumentException("at least one flow at once, found " + atOnce);
    }
    states = Set.copyOf(states);
  }

  /** Every flow that a crash has left behind or that was never begun, 256 at once. */
  public static ResumeOptions defaults() {
    return new ResumeOptions(
        null, EnumSet.of(FlowState.PENDING, FlowState.RUNNING, FlowState.SUSPENDING), AT_ONCE);
  }

  /** A copy for flows of one name. */
  public ResumeOptions of(String name) {
    return new ResumeOptions(name, states, atOnce);
  }

  /** A copy that takes suspended flows too. */
  public ResumeOptions withSuspended() {
    Set<FlowState> more = EnumSet.of(FlowState.SUSPENDED);
    more.addAll(states);
    return new ResumeOptions(flow, more, atOnce);
  }

  /** A copy with another bound. */
  public ResumeOptions withAtOnce(int other) {
    return new ResumeOptions(flow, states, other);
  }
}
