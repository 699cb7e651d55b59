package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.store.FlowId;
import java.io.Serial;
import java.util.List;

/** A stored flow was not activated. Nothing of it was changed. */
public class FlowRefusedException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;
  private final transient FlowId flow;
  private final Reason reason;

  /** What keeps a flow from being activated. */
  public enum Reason {
    /** What this one flow holds, or where it is. */
    FLOW,
    /** What it is: this code refuses every flow of its name, variant, shape and stamp alike. */
    SHAPE,
    /** Nothing that is wrong with it: it is for other code to go on with. */
    OTHERS
  }

  /** With what differs and what to do next. */
  public FlowRefusedException(FlowId flow, String message) {
    this(flow, Reason.FLOW, message);
  }

  /** With what differs, what to do next, and how much is refused. */
  public FlowRefusedException(FlowId flow, Reason reason, String message) {
    super(message);
    this.flow = flow;
    this.reason = reason;
  }

  /** With what differs, what to do next, and what was thrown meanwhile. */
  public FlowRefusedException(FlowId flow, String message, Throwable cause) {
    super(message, cause);
    this.flow = flow;
    this.reason = Reason.FLOW;
  }

  /** What keeps it from being activated. */
  public Reason reason() {
    return reason;
  }

  /** The codes of what was found, each once; empty if there are none. */
  public List<String> codes() {
    return List.of();
  }

  /** The flow. */
  public FlowId flow() {
    return flow;
  }
}
