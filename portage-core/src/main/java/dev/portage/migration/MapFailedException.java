package dev.portage.migration;

import dev.portage.model.FlowException;
import java.io.Serial;

/** The user's map threw for the values of one flow. Nothing of that flow was changed. */
public final class MapFailedException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  MapFailedException(String operation, String by, Throwable cause) {
    super(
        "'" + operation + "' of " + by + " threw for the values of this flow: " + why(cause),
        cause);
  }

  private static String why(Throwable cause) {
    return cause instanceof FlowException ? String.valueOf(cause.getMessage()) : cause.toString();
  }
}
