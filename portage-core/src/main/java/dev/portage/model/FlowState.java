package dev.portage.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of a flow. Legal moves of a run:
 *
 * <pre>
 * PENDING     > RUNNING
 * RUNNING     > SUCCESS, FAILURE, REVERTED, SUSPENDING
 * SUSPENDING  > SUSPENDED, SUCCESS, FAILURE, REVERTED
 * SUSPENDED   > RUNNING
 * FAILURE     > RUNNING
 * </pre>
 *
 * <p>Only a restart, asked for by name, makes SUCCESS, REVERTED or FAILURE PENDING again.
 */
public enum FlowState {
  PENDING,
  RUNNING,
  SUSPENDING,
  SUSPENDED,
  FAILURE,
  SUCCESS,
  REVERTED;

  /** The states that a run may move to from this one. */
  public Set<FlowState> next() {
    return switch (this) {
      case PENDING, SUSPENDED, FAILURE -> EnumSet.of(RUNNING);
      case RUNNING -> EnumSet.of(SUCCESS, FAILURE, REVERTED, SUSPENDING);
      case SUSPENDING -> EnumSet.of(SUSPENDED, SUCCESS, FAILURE, REVERTED);
      case SUCCESS, REVERTED -> EnumSet.noneOf(FlowState.class);
    };
  }

  /** Whether somebody drives the flow, or has died while driving it: RUNNING or SUSPENDING. */
  public boolean isUnderWay() {
    return this == RUNNING || this == SUSPENDING;
  }

  /** Whether nothing is left to do: SUCCESS or REVERTED. Every other state is unfinished. */
  public boolean isFinished() {
    return this == SUCCESS || this == REVERTED;
  }

  /** Whether a flow in this state without a live lease has been left behind by a crash. */
  public boolean isCrashedWithoutLease() {
    return this == PENDING || this == RUNNING || this == SUSPENDING;
  }
}
