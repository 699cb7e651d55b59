package dev.portage.store;

import dev.portage.model.FlowException;
import java.io.Serial;

/** What was opened is not a store that this version can use. Trying again does not help. */
public final class UnusableStoreException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  /** With the reason. */
  public UnusableStoreException(String message) {
    super(message);
  }

  /** With the reason and what caused it. */
  public UnusableStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
