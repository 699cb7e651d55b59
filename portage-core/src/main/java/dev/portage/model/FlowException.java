package dev.portage.model;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything Portage throws on purpose. There is one subclass for each reaction that a
 * caller can have, not for each place that throws.
 */
public class FlowException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** With a message that says what was attempted, on what, what was found, and what to do next. */
  public FlowException(String message) {
    super(message);
  }

  /** The same, with what caused it; null where nothing did. */
  public FlowException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
