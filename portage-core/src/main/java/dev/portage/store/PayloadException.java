package dev.portage.store;

import dev.portage.model.FlowException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A value that cannot be written as JSON, or bytes that cannot be read as such. */
public final class PayloadException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  /** With the reason. */
  public PayloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
