package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.model.Task;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A flow was cancelled while a body of it executed. Fails the task, which is then reverted. */
final class FlowCancelledException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  FlowCancelledException(Task task, String flow, @Nullable Throwable interrupted) {
    super(
        "task '"
            + task.name()
            + "' has not ended: flow '"
            + flow
            + "' was cancelled while it executed, or before it had begun to",
        interrupted);
  }
}
