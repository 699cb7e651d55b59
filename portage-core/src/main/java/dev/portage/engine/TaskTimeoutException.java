package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.model.Task;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A body ran for longer than its task allows. Fails the task, which reverts as for any failure. */
final class TaskTimeoutException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  TaskTimeoutException(Task task, String flow, @Nullable Throwable interrupted) {
    super(
        "task '"
            + task.name()
            + "' of flow '"
            + flow
            + "' has not ended within "
            + task.timeout()
            + "; its thread was interrupted, and what it returned is not stored"
            + "\n  next: find out what it waits for, or raise .timeout(..)",
        interrupted);
  }
}
