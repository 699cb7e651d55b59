package dev.portage.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Work of which somebody does one batch after the other: the writer, or whoever finds nobody at it
 * and does its own. Of bounded length: whoever adds waits while it is full. Thread-safe.
 *
 * @param <T> what is queued
 */
final class WriteQueue<T> {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private List<T> waiting = new ArrayList<>();
  private boolean busy;
  private boolean writing;
  private boolean crowded;
  private boolean closed;

  WriteQueue(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds to the end, waiting for room.
   *
   * @return false if the queue is closed
   */
  boolean add(T item) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.size() >= capacity && !closed) {
        room.await();
      }
      if (closed) {
        return false;
      }
      waiting.add(item);
      if (!busy) {
        work.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether the caller may do its own work at once, as nobody is at any; then it calls {@link
   * #done} afterwards. Not where several were at work just now: they come again, and had better go
   * together.
   */
  boolean mayGoFirst() {
    lock.lock();
    try {
      boolean may = !busy && !crowded && waiting.isEmpty() && !closed;
      busy |= may;
      return may;
    } finally {
      lock.unlock();
    }
  }

  /** What {@link #mayGoFirst} allowed is done. */
  void done() {
    lock.lock();
    try {
      busy = false;
      if (closed || !waiting.isEmpty()) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * For the writer, which has done what it took before: takes all that is there, waiting for the
   * first; empty once closed and drained.
   */
  List<T> take() {
    lock.lock();
    try {
      busy &= !writing;
      while (busy || (waiting.isEmpty() && !closed)) {
        work.awaitUninterruptibly();
      }
      List<T> taken = waiting;
      waiting = new ArrayList<>();
      busy = !taken.isEmpty();
      crowded = taken.size() > 1;
      writing = busy;
      room.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; what is there can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
