package dev.portage.store;

import dev.portage.model.FlowException;
import java.io.Serial;

/**
 * A value, or what is written at once, is larger than the store takes. Nothing was written; nothing
 * is ever truncated.
 */
public final class PayloadTooLargeException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * With what was to be written.
   *
   * @param what the value, such as {@code the output of charge of flow 42}
   * @param bytes its size
   * @param limit the store's limit
   */
  public PayloadTooLargeException(String what, long bytes, long limit) {
    super(
        what
            + " has "
            + bytes
            + " bytes, the store takes at most "
            + limit
            + "; store it elsewhere and keep a reference, or open the store with a higher limit"
            + " (StoreOptions)");
  }
}
