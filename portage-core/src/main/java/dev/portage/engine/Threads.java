package dev.portage.engine;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Where bodies run. */
final class Threads {
  private Threads() {}

  /**
   * A virtual thread for each task where the running JDK has them, else as many daemon threads as
   * are needed.
   */
  static ExecutorService open() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      return platform(); // a JDK before 21
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("this JDK has virtual threads but does not give them", e);
    }
  }

  private static ExecutorService platform() {
    AtomicInteger count = new AtomicInteger();
    return Executors.newCachedThreadPool(
        body -> {
          Thread thread = new Thread(body, "portage-worker-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
