package dev.portage.engine;

import dev.portage.model.FlowException;
import java.io.Serial;

/** There is no stored flow of that id, or no flow of that name in the catalog. */
public final class FlowNotFoundException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  FlowNotFoundException(String message) {
    super(message);
  }
}
