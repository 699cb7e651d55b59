package dev.portage.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The right to run a body, of which an engine has so many. Whoever finds none free is told when it
 * has got one, first come first served. Thread-safe.
 */
final class Workers {
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private int free;

  Workers(int count) {
    this.free = count;
  }

  /**
   * Takes a free worker, if there is one.
   *
   * @param granted otherwise queued, and run by whoever gives one back, on the queuer's behalf
   * @return whether there was one
   */
  synchronized boolean acquire(Runnable granted) {
    if (free > 0) {
      free--;
      return true;
    }
    queue.add(granted);
    return false;
  }

  /** Gives a worker back, or on to the first in the queue. */
  void release() {
    Runnable granted;
    synchronized (this) {
      granted = queue.poll();
      if (granted == null) {
        free++;
      }
    }
    if (granted != null) {
      granted.run();
    }
  }

  /** Whether somebody is in the queue. */
  synchronized boolean isContended() {
    return !queue.isEmpty();
  }
}
