package dev.portage.migration;

/** The rules that come after those of a book, unless it does without them. */
public enum DefaultRule {
  /** A task that says in the code which name it had is renamed. */
  FORMERLY,
  /** A task that is gone from the code is dropped, where nothing is lost by that. */
  DROP_REMOVED,
  /** A task that is new in the code starts PENDING. */
  START_ADDED,
  /** A task with a higher minor version keeps its output. */
  KEEP_MINOR
}
