package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.store.FlowId;
import java.io.Serial;

/** The engine was closed. The flow stays where it is stored; any engine can resume it. */
public final class EngineClosedException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  EngineClosedException(String message) {
    super(message);
  }

  EngineClosedException(FlowId flow, String next) {
    super("the engine was closed while it drove flow '" + flow + "'; " + next);
  }
}
