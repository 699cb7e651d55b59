package dev.portage.fleet;

/**
 * Keeps a rate: says how long to rest before the next flow. What was missed is made up for no more
 * than a tenth of a second's worth, so a pause is not followed by a rush.
 */
final class Pacer {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long CREDIT = 100_000_000L;

  private final Timekeeper time;
  private final long interval;
  private long due;

  /**
   * A pacer whose first flow may go at once.
   *
   * @param perSecond 0 for no limit
   */
  Pacer(Timekeeper time, double perSecond) {
    this.time = time;
    this.interval = perSecond == 0 ? 0 : Math.round(NANOS_PER_SECOND / perSecond);
    this.due = time.nanos();
  }

  /** Takes the next place; so many nanoseconds are left until it. */
  long next() {
    return next(1);
  }

  /** Takes so many places at once; so many nanoseconds are left until the first of them. */
  long next(int flows) {
    if (interval == 0) {
      return 0;
    }
    long now = time.nanos();
    long place = Math.max(due, now - CREDIT);
    due = place + interval * flows;
    return Math.max(0, place - now);
  }

  /** How many flows may go together at most, of so many: no more than a tenth of a second's. */
  int together(int most) {
    return interval == 0 ? most : (int) Math.max(1, Math.min(most, CREDIT / interval));
  }
}
