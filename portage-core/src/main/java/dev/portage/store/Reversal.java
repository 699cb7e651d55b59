package dev.portage.store;

import dev.portage.model.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What the reverting of an atom has left behind.
 *
 * @param output what the revert returned; Portage's own reverts return nothing
 * @param failure why it failed; null if it did not
 */
public record Reversal(@Nullable Payload output, @Nullable Failure failure) {
  /** Nothing has been reverted. */
  public static final Reversal NONE = new Reversal(null, null);
}
