package dev.portage.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of an atom. Legal moves:
 *
 * <pre>
 * PENDING            > RUNNING, IGNORE
 * RUNNING            > SUCCESS, FAILURE
 * SUCCESS            > REVERTING, RETRYING (a retry only)
 * FAILURE            > REVERTING
 * REVERTING          > REVERTED, REVERT_FAILURE
 * RETRYING           > RUNNING
 * REVERTED, IGNORE   > PENDING
 * </pre>
 */
public enum AtomState {
  PENDING,
  IGNORE,
  RUNNING,
  SUCCESS,
  FAILURE,
  RETRYING,
  REVERTING,
  REVERTED,
  REVERT_FAILURE;

  /** The states that this one may move to. */
  public Set<AtomState> next() {
    return switch (this) {
      case PENDING -> EnumSet.of(RUNNING, IGNORE);
      case RUNNING -> EnumSet.of(SUCCESS, FAILURE);
      case SUCCESS -> EnumSet.of(REVERTING, RETRYING);
      case FAILURE -> EnumSet.of(REVERTING);
      case REVERTING -> EnumSet.of(REVERTED, REVERT_FAILURE);
      case RETRYING -> EnumSet.of(RUNNING);
      case REVERTED, IGNORE -> EnumSet.of(PENDING);
      case REVERT_FAILURE -> EnumSet.noneOf(AtomState.class);
    };
  }

  /** Whether the atom has done what it was there for, or was left out on purpose. */
  public boolean isDone() {
    return this == SUCCESS || this == IGNORE;
  }

  /** Whether a crash in this state leaves open what the outside world has seen. */
  public boolean isInDoubt() {
    return this == RUNNING || this == REVERTING || this == RETRYING;
  }
}
