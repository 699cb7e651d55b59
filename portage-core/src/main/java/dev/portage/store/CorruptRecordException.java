package dev.portage.store;

import dev.portage.model.FlowException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What is stored of one flow cannot be read. Other flows are not affected; nothing was changed. */
public final class CorruptRecordException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;
  private final String flow;

  /**
   * With the place.
   *
   * @param flow the id of the flow, as stored
   * @param where which of its values
   * @param why what is wrong with it
   * @param cause what was thrown; null if nothing was
   */
  public CorruptRecordException(String flow, String where, String why, @Nullable Throwable cause) {
    super(
        "flow '"
            + flow
            + "' cannot be read: "
            + where
            + ": "
            + why
            + "\n  other flows are not affected; restore this one from a backup, or mend the row",
        cause);
    this.flow = flow;
  }

  /** The id of the flow, as stored. */
  public String flow() {
    return flow;
  }
}
