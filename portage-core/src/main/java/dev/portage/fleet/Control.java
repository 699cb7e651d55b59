package dev.portage.fleet;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What others ask of a run: to pause, to go on, to stop. Thread-safe. */
final class Control implements Timekeeper {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition asked = lock.newCondition();
  private boolean paused;
  private boolean stopped;

  void pause() {
    ask(true, false);
  }

  void resume() {
    ask(false, false);
  }

  /** For good. */
  void stop() {
    ask(false, true);
  }

  private void ask(boolean pause, boolean stop) {
    lock.lock();
    try {
      paused = pause;
      stopped |= stop;
      asked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isPaused() {
    lock.lock();
    try {
      return paused && !stopped;
    } finally {
      lock.unlock();
    }
  }

  boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /** Returns when nobody wants a pause. An interrupt is a request to stop. */
  void awaitResume() {
    lock.lock();
    try {
      while (paused && !stopped) {
        asked.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void rest(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !paused && !stopped) {
        left = asked.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    } finally {
      lock.unlock();
    }
  }
}
