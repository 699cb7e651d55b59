package dev.portage.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Waits for a moment that is written in the store. */
final class Pause {
  private Pause() {}

  static void until(Instant moment) {
    try {
      long left = Duration.between(Instant.now(), moment).toMillis();
      while (left > 0) {
        TimeUnit.MILLISECONDS.sleep(left);
        left = Duration.between(Instant.now(), moment).toMillis();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted");
    }
  }
}
