package dev.portage.migration;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operation does with a task that was running when its process died, so that nobody knows
 * how far it got.
 *
 * @param choice what to do
 * @param output for AS_DONE the object of slots that counts as stored; null otherwise
 */
public record InDoubt(Choice choice, @Nullable ObjectNode output) {
  /** Blocks the flow; the default. */
  public static final InDoubt BLOCK = new InDoubt(Choice.BLOCK, null);

  /**
   * Runs it again under the same idempotency key. Right for work that may be repeated, or that goes
   * to a service which drops requests whose key it has seen.
   */
  public static final InDoubt AS_PENDING = new InDoubt(Choice.AS_PENDING, null);

  /** Takes it as failed, so that it is reverted. */
  public static final InDoubt AS_FAILED = new InDoubt(Choice.AS_FAILED, null);

  /** The choices. */
  public enum Choice {
    BLOCK,
    AS_PENDING,
    AS_DONE,
    AS_FAILED
  }

  /** Takes it as done with this output, an object from slot name to value of the old version. */
  public static InDoubt asDone(ObjectNode output) {
    return new InDoubt(Choice.AS_DONE, output.deepCopy());
  }

  /** The output of AS_DONE, a copy. */
  ObjectNode doneOutput() {
    return Objects.requireNonNull(output, "output").deepCopy();
  }
}
