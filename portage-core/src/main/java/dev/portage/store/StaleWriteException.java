package dev.portage.store;

import dev.portage.model.FlowException;
import java.io.Serial;

/** A write by somebody who is no longer up to date, or no longer the owner. Nothing was written. */
public final class StaleWriteException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  /** With the reason. */
  public StaleWriteException(String message) {
    super(message);
  }

  /** With the reason and what caused it. */
  public StaleWriteException(String message, Throwable cause) {
    super(message, cause);
  }
}
