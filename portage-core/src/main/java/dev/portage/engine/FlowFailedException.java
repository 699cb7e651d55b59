package dev.portage.engine;

import dev.portage.model.FlowException;
import java.io.Serial;

/** A flow did not end in SUCCESS, and the caller had asked for nothing less. */
public final class FlowFailedException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;
  private final transient FlowResult result;

  FlowFailedException(FlowResult result) {
    super(result.toString());
    this.result = result;
  }

  /** How it ended instead. */
  public FlowResult result() {
    return result;
  }
}
