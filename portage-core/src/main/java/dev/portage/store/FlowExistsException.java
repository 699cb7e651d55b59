package dev.portage.store;

import dev.portage.model.FlowException;
import java.io.Serial;

/** A flow of that id is stored already. Nothing was written. */
public final class FlowExistsException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  /** With the reason. */
  public FlowExistsException(String message) {
    super(message);
  }

  /** With the reason and what caused it. */
  public FlowExistsException(String message, Throwable cause) {
    super(message, cause);
  }
}
