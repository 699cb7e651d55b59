package dev.portage.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How often, and when, a body is run again that failed for a passing reason, such as a service that
 * was restarted. All its runs are one attempt with one idempotency key. Immutable; {@link #upTo} is
 * where to begin.
 *
 * @param runs how many there may be in all, the first included; at least 1
 * @param firstPause before the second run; each further pause is twice as long, give or take a
 *     tenth, so that many tasks do not come back at once
 * @param longestPause no pause is longer
 * @param on classes of exceptions, their subclasses included, that a body may be run again for;
 *     anything else fails the task at once
 */
public record Repetition(
    int runs, Duration firstPause, Duration longestPause, List<Class<? extends Throwable>> on) {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Rejects what cannot work. */
  public Repetition {
    if (runs < 1) {
      throw new IllegalArgumentException("a body runs at least once, found " + runs);
    }
    if (firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "the longest pause is at least the first, and none is negative; found "
              + longestPause
              + " and "
              + firstPause);
    }
    on = List.copyOf(on);
  }

  /** So many runs for any exception, with pauses from a tenth of a second to ten seconds. */
  public static Repetition upTo(int runs) {
    return new Repetition(runs, FIRST, LONGEST, List.of(Exception.class));
  }

  /** A copy with other pauses. */
  public Repetition pausing(Duration first, Duration longest) {
    return new Repetition(runs, first, longest, on);
  }

  /** A copy for these exceptions only, in place of those so far. */
  @SafeVarargs
  public final Repetition on(Class<? extends Throwable>... exceptions) {
    List<Class<? extends Throwable>> all = new ArrayList<>();
    for (Class<? extends Throwable> exception : exceptions) {
      all.add(exception);
    }
    return new Repetition(runs, firstPause, longestPause, all);
  }
}
