package dev.portage.fleet;

import dev.portage.migration.Outcome;
import java.util.Locale;

/** Where a selected flow is counted. At every moment each of them is counted once. */
public enum Fate {
  /**
   * Its turn has not come, or what came of it could not be learned: the store was away, or nothing
   * of it can be read.
   */
  WAITING,
  /** It was carried over; of a rehearsal: it would be. */
  MIGRATED,
  /** Nothing is to be done any more: it was carried over by others, has finished, or is gone. */
  CURRENT,
  /** Somebody drives it. */
  BUSY,
  /** Where it is forbids the plan. */
  BLOCKED,
  /** No plan leads from it to the code. */
  STUCK,
  /** Newer code wrote it. */
  NEWER,
  /** A map threw, or what is stored of it cannot be read. */
  FAILED;

  static Fate of(Outcome outcome) {
    return switch (outcome.word()) {
      case "migrated" -> MIGRATED;
      case "busy" -> BUSY;
      case "blocked" -> BLOCKED;
      case "stuck" -> STUCK;
      case "newer" -> NEWER;
      case "failed" -> FAILED;
      default -> CURRENT;
    };
  }

  /** In lower case, as shown. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
