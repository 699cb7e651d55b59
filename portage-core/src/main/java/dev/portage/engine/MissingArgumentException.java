package dev.portage.engine;

import dev.portage.model.FlowException;
import java.io.Serial;

/** A slot that a task requires is not stored. Fails the task, which reverts as for any failure. */
final class MissingArgumentException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  MissingArgumentException(String message) {
    super(message);
  }
}
