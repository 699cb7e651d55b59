package dev.portage.migration;

/** What dropping a task does where the task is already done. */
public enum OnDone {
  /** Drops it if it has no revert; otherwise blocks the flow with LEAK01. */
  AUTO,
  /** Blocks the flow. */
  BLOCK,
  /** Drops it, and with it the obligation to revert; the row stays in the journal. */
  FORGET
}
