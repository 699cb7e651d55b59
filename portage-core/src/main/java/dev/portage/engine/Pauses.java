package dev.portage.engine;

import java.time.Duration;

/** Growing pauses between tries of what the store could not do, for so long. Not thread-safe. */
final class Pauses {
  private static final long FIRST = Duration.ofMillis(20).toNanos();
  private static final long LONGEST = Duration.ofSeconds(2).toNanos();

  private final long began = System.nanoTime();
  private final long giveUpAfter;
  private long pause = FIRST;

  /** The first try is made now. */
  Pauses(Duration giveUpAfter) {
    this.giveUpAfter = giveUpAfter.toNanos();
  }

  /** Whether it is time to give up. */
  boolean areOver() {
    return System.nanoTime() - began >= giveUpAfter;
  }

  /** How long to wait before the next try, in nanoseconds. */
  long next() {
    long now = pause;
    pause = Math.min(2 * pause, LONGEST);
    return now;
  }
}
