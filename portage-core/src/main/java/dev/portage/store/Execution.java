package dev.portage.store;

import dev.portage.model.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What the executing of an atom has left behind.
 *
 * @param version the version that produced the output or failure; null while there is neither, or
 *     where it is not known
 * @param output null if it has not succeeded, or was reset
 * @param failure null if it has not failed
 * @param attempts how many were begun; a re-execution after a crash is the same attempt
 * @param idempotencyKey of the current attempt; null before the first
 * @param times when the current attempt began and ended
 */
public record Execution(
    @Nullable String version,
    @Nullable Output output,
    @Nullable Failure failure,
    int attempts,
    @Nullable String idempotencyKey,
    Times times) {
  /** Nothing has been begun. */
  public static final Execution NONE = new Execution(null, null, null, 0, null, Times.UNKNOWN);

  /** A copy with another version and output. */
  public Execution producing(@Nullable String by, @Nullable Output now) {
    return new Execution(by, now, failure, attempts, idempotencyKey, times);
  }

  /** A copy with another failure. */
  public Execution failing(@Nullable Failure now) {
    return new Execution(version, output, now, attempts, idempotencyKey, times);
  }
}
