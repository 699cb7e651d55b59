package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import java.util.Locale;

/**
 * What would become of the unfinished flows of one shape.
 *
 * @param kind in one word
 * @param detail the rest of the sentence; may be empty
 * @param moves how many moves would take them there
 * @param blocked how many flows their states forbid to go
 */
record Verdict(Kind kind, String detail, int moves, long blocked) {
  /** The words of every verb, API and log. */
  enum Kind {
    CURRENT(Tint.GREEN),
    PENDING(Tint.YELLOW),
    BLOCKED(Tint.RED),
    STUCK(Tint.RED),
    NEWER(Tint.CYAN),
    FINISHED(Tint.DIM);

    private final Tint tint;

    Kind(Tint tint) {
      this.tint = tint;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    Tint tint() {
      return tint;
    }
  }
}
