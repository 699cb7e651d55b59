package dev.portage.engine;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What bodies of one run say of their progress, until it is written: with whatever is written next,
 * or else once in each interval. Of several reports of an atom only the last counts. Thread-safe.
 */
final class Reports {
  static final long INTERVAL_MILLIS = 500;

  /** How far an atom is. */
  record Report(double fraction, String text, Instant at) {}

  private final Workshop shop;
  private final Runnable wake;
  private final Map<Integer, Report> latest = new TreeMap<>();
  private boolean scheduled;
  private boolean due;

  /**
   * None yet.
   *
   * @param wake run when reports are due, on any thread
   */
  Reports(Workshop shop, Runnable wake) {
    this.shop = shop;
    this.wake = wake;
  }

  /** Where one body reports to, until it has ended. */
  final class Desk {
    private final int atom;
    private boolean closed;

    private Desk(int atom) {
      this.atom = atom;
    }

    void report(double fraction, String text) {
      Report report = new Report(fraction, text, shop.options().clock().instant());
      synchronized (Reports.this) {
        if (!closed) {
          latest.put(atom, report);
          schedule();
        }
      }
    }

    /** What comes later is dropped. */
    void close() {
      synchronized (Reports.this) {
        closed = true;
      }
    }
  }

  Desk desk(int atom) {
    return new Desk(atom);
  }

  private void schedule() {
    if (scheduled) {
      return;
    }
    try {
      Future<?> unused = shop.timer().schedule(this::ring, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
      scheduled = true;
    } catch (RejectedExecutionException e) {
      due = true; // the engine is closing: with the last write, if there is one
    }
  }

  private void ring() {
    synchronized (this) {
      scheduled = false;
      due = true;
    }
    wake.run();
  }

  /** Whether there are reports that wait for no other write any more. */
  synchronized boolean areDue() {
    return due && !latest.isEmpty();
  }

  /** The last report of each atom since the last call. */
  synchronized Map<Integer, Report> drain() {
    if (latest.isEmpty()) {
      return Map.of();
    }
    Map<Integer, Report> all = new TreeMap<>(latest);
    latest.clear();
    due = false;
    return all;
  }
}
