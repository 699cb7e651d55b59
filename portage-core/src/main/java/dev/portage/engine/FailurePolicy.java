package dev.portage.engine;

/** What an engine does when an atom fails. Retries are asked under each but {@link #LEAVE}. */
public enum FailurePolicy {
  /** A retry that gives up reverts its own flow and what comes after it, as TaskFlow does. */
  REVERT_SCOPE,
  /** A retry that gives up leaves it to the retry around it; the outermost reverts everything. */
  DEFER_REVERTS,
  /** Nothing is decided: the flow ends in FAILURE as it is, and can be resumed. */
  LEAVE
}
