package dev.portage.engine;

import dev.portage.model.FlowException;
import java.io.Serial;

/** The engine was closed. The flow stays where it is stored; any engine can resume it. */
public final class EngineClosedException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  EngineClosedException(String message) {
    super(message);
  }
}
