package dev.portage.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. Thread-safe. */
public final class ManualClock implements InstantSource {
  private volatile Instant now;

  private ManualClock(Instant now) {
    this.now = now;
  }

  /** A clock that shows this moment. */
  public static ManualClock at(String now) {
    return new ManualClock(Instant.parse(now));
  }

  /** Moves the clock; a negative duration moves it back. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
