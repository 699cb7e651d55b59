package dev.portage.fleet;

import org.jspecify.annotations.Nullable;

/**
 * How a run came to its end.
 *
 * @param kind in a word
 * @param why in a sentence; empty if every flow had its turn
 * @param cause what was thrown; null if nothing was
 */
public record Ending(Kind kind, String why, @Nullable Throwable cause) {
  static final Ending DONE = new Ending(Kind.DONE, "", null);
  static final Ending STOPPED =
      new Ending(Kind.STOPPED, "stopped on request; the rest is as it was", null);

  /** In a word. */
  public enum Kind {
    /** Every flow had its turn. */
    DONE,
    /** Somebody asked to stop. */
    STOPPED,
    /** A canary came out otherwise than planned. */
    CANARY,
    /** So many failed as are too many. */
    FAILURES,
    /** The store could not be reached, or the process is in trouble. */
    BROKEN
  }
}
