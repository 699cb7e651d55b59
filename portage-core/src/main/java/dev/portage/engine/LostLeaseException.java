package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.store.FlowId;
import java.io.Serial;

/**
 * This engine no longer drives the flow: another has claimed it, because its lease had ended. What
 * this engine had not stored by then is not stored; the other goes on from what is.
 */
public final class LostLeaseException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  LostLeaseException(FlowId flow, String owner, Throwable cause) {
    super(
        "the run of flow '"
            + flow
            + "' by '"
            + owner
            + "' stopped: another engine has claimed the flow\n"
            + "  next: resume the flow to follow it, or raise the lease duration if this engine was"
            + " only slow",
        cause);
  }
}
