package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.store.FlowId;
import java.io.Serial;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Another engine drives the flow at the moment. Nothing was changed; try later. */
public final class FlowBusyException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;
  private final @Nullable String owner;
  private final @Nullable Instant until;

  FlowBusyException(FlowId flow, @Nullable String owner, @Nullable Instant until) {
    super(
        "flow '"
            + flow
            + "' is not resumed: "
            + (owner == null ? "others keep changing it" : "'" + owner + "' drives it")
            + (until == null ? "" : ", with a lease until " + until + " unless renewed")
            + "; nothing was changed; try again later");
    this.owner = owner;
    this.until = until;
  }

  /** Who drives it; null if that is not known. */
  public @Nullable String owner() {
    return owner;
  }

  /** When the lease ends unless renewed; null if that is not known. */
  public @Nullable Instant until() {
    return until;
  }
}
