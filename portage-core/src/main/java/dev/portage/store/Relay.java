package dev.portage.store;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks on daemon threads, as few as keep up and as many as are needed. A thread that takes a
 * task calls one more first if others wait, and at most one is on its way at any time. So a task
 * that blocks holds nobody up, and of short ones many are run for each thread that has to be woken,
 * which costs more than most of them. Thread-safe.
 */
public final class Relay implements Executor {
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();
  private final ThreadFactory factory;
  private final ExecutorService threads;

  /**
   * No thread yet.
   *
   * @param name of its threads, before their numbers
   */
  public Relay(String name) {
    AtomicInteger count = new AtomicInteger();
    this.factory =
        work -> {
          Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    this.threads = Executors.newCachedThreadPool(factory);
  }

  /**
   * Has a thread run it soon.
   *
   * @throws RejectedExecutionException if this is closed
   */
  @Override
  public void execute(Runnable task) {
    if (threads.isShutdown()) {
      throw new RejectedExecutionException("closed");
    }
    waiting.add(task);
    try {
      call();
    } catch (RejectedExecutionException e) {
      boolean isRefused = waiting.remove(task);
      callLast();
      if (isRefused) {
        throw e;
      }
    }
  }

  private void call() {
    if (called.compareAndSet(false, true)) {
      threads.execute(this::work);
    }
  }

  /** Closed meanwhile: others may have relied on the call that was just refused. */
  private void callLast() {
    called.set(false);
    if (!waiting.isEmpty()) {
      factory.newThread(this::drain).start();
    }
  }

  private void work() {
    called.set(false);
    for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
      if (!waiting.isEmpty()) {
        callAnother();
      }
      run(task);
    }
  }

  private void callAnother() {
    try {
      call();
    } catch (RejectedExecutionException e) {
      callLast();
    }
  }

  private void drain() {
    for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
      run(task);
    }
  }

  /** What one task throws is no reason not to run the next. */
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable thrown) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }
  }

  /** Whether it was closed. */
  public boolean isClosed() {
    return threads.isShutdown();
  }

  /** Takes nothing more, and runs what it has taken. */
  public void close() {
    threads.shutdown();
  }

  /** Takes nothing more, runs what it has taken, and interrupts its threads. */
  public void closeNow() {
    threads.shutdownNow();
  }
}
