package dev.portage.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or the end of the time, while many flows are worked on: the one in hand is finished, the
 * summary is printed, and only then does the process end. Thread-safe.
 */
final class StopRequest implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "portage-stop");
  private final Runnable asked;
  private final Deadline deadline;
  private volatile boolean stopped;

  private StopRequest(Deadline deadline, Runnable asked) {
    this.deadline = deadline;
    this.asked = asked;
  }

  /** Begins to listen. */
  static StopRequest listen(OutputOptions output) {
    return listen(output, () -> {});
  }

  /** Begins to listen, and calls back when somebody asks. */
  static StopRequest listen(OutputOptions output, Runnable asked) {
    StopRequest request = new StopRequest(output.deadline(), asked);
    output.deadline().add(request);
    Runtime.getRuntime().addShutdownHook(request.hook);
    return request;
  }

  /** Whether somebody has asked to stop. */
  boolean isStopped() {
    return stopped;
  }

  /** Asks to stop. */
  void ask() {
    stopped = true;
    asked.run();
  }

  private void stopAndWait() {
    ask();
    try {
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the process end. */
  @Override
  public void close() {
    deadline.remove(this);
    done.countDown();
    if (!stopped) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        stopped = true; // the process began to end at this very moment
      }
    }
  }
}
