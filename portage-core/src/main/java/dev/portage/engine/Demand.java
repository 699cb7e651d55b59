package dev.portage.engine;

/** What somebody wants of a run. */
enum Demand {
  /** Go on from where it is, as fast as the options allow. */
  GO_ON,
  /** Go on, but begin each body only when asked for it. */
  STEP,
  /** Revert everything; bodies that execute go on to their end. */
  REVERT,
  /** Revert everything; bodies that execute are interrupted. */
  CANCEL;

  boolean reverts() {
    return this == REVERT || this == CANCEL;
  }
}
