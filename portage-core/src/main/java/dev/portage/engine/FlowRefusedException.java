package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.store.FlowId;
import java.io.Serial;

/** A stored flow was not activated. Nothing of it was changed. */
public class FlowRefusedException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;
  private final transient FlowId flow;

  /** With what differs and what to do next. */
  public FlowRefusedException(FlowId flow, String message) {
    super(message);
    this.flow = flow;
  }

  /** With what differs, what to do next, and what was thrown meanwhile. */
  public FlowRefusedException(FlowId flow, String message, Throwable cause) {
    super(message, cause);
    this.flow = flow;
  }

  /** The flow. */
  public FlowId flow() {
    return flow;
  }
}
