package dev.portage;

/** What {@link Portage#open} does about stored flows that this code cannot carry over. */
public enum StartCheck {
  /** Nothing is looked at; each flow is judged when it is resumed. */
  NONE,
  /** They are looked for, logged, and told by {@link Portage#startReport}. */
  REPORT,
  /** The same; if unfinished flows are stuck, the application does not start. */
  FAIL_FAST
}
