package dev.portage.store;

import dev.portage.model.FlowException;
import java.io.Serial;

/**
 * What a body did in its transaction cannot be committed, such as a row that breaks a constraint
 * which is checked in the end. Nothing was written.
 */
public final class TransactionFailedException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  /** With the reason and what caused it. */
  public TransactionFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
