package dev.portage.store;

import dev.portage.model.FlowException;
import java.io.Serial;

/**
 * The store could not be reached, or could not write: a lost connection, a full disk. Try again.
 */
public final class StoreUnavailableException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  /** With the reason. */
  public StoreUnavailableException(String message) {
    super(message);
  }

  /** With the reason and what caused it. */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
