package dev.portage.fleet;

/** The time that passes, as a run measures it and spends it. */
interface Timekeeper {
  /** Nanoseconds since whenever. */
  long nanos();

  /** Lets so many pass, or fewer if somebody wants something of the run. */
  void rest(long nanos);
}
