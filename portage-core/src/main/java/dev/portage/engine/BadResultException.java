package dev.portage.engine;

import dev.portage.model.FlowException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What a task returned cannot be stored, or would not come back as it was. Fails the task. */
final class BadResultException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  BadResultException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
