package dev.portage.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/** How long a command may take, and who is to be asked to stop when it is over. Thread-safe. */
final class Deadline {
  private final Set<StopRequest> working = ConcurrentHashMap.newKeySet();

  /** From now on this one can be asked to stop between two flows. */
  void add(StopRequest request) {
    working.add(request);
  }

  void remove(StopRequest request) {
    working.remove(request);
  }

  /**
   * Does it, at most for so long. Work on flows is then stopped between two of them, and told what
   * became of it; anything else is left where it is.
   *
   * @throws CommandException if it was not done by then
   */
  int within(Duration time, String what, IntSupplier work) {
    FutureTask<Integer> task = new FutureTask<>(work::getAsInt);
    Thread thread = new Thread(task, "portage-work");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return late(time, what, task);
    } catch (InterruptedException | ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private int late(Duration time, String what, FutureTask<Integer> task) {
    if (working.isEmpty()) {
      throw new CommandException(
          ExitCode.FAILURE,
          what
              + " was not done within --timeout, "
              + time.toString().substring(2).toLowerCase(Locale.ROOT)
              + "; nothing was changed"
              + "\n  next: give it more time, or narrow it with --type, --shape or --flow");
    }
    working.forEach(StopRequest::ask);
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private static RuntimeException unwrapped(Exception thrown) {
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
