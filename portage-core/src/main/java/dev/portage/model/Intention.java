package dev.portage.model;

/** What the engine means to do with an atom next. */
public enum Intention {
  /** Run it. */
  EXECUTE,
  /** Leave it out. */
  IGNORE,
  /** Undo it. */
  REVERT,
  /** Undo its scope and run that again; only retries have it. */
  RETRY
}
