package dev.portage.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Work for one writer, of bounded length: whoever adds waits while it is full. Thread-safe.
 *
 * @param <T> what is queued
 */
final class WriteQueue<T> {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private List<T> waiting = new ArrayList<>();
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
      work.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes all that is there, waiting for the first; empty once closed and drained. */
  List<T> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        work.awaitUninterruptibly();
      }
      List<T> taken = waiting;
      waiting = new ArrayList<>();
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
