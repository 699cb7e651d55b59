package dev.portage.files;

import dev.portage.model.FlowException;
import java.io.Serial;

/** An expression did not give what it should for the values of one flow; never quotes a value. */
final class ExpressionException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  ExpressionException(String message) {
    super(message);
  }
}
