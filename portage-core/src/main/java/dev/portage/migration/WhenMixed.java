package dev.portage.migration;

import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a merge does in flows where some of the old tasks are done and others are not.
 *
 * @param choice what to do
 * @param output for AS_DONE what fills the new task's slots; null otherwise
 */
public record WhenMixed(Choice choice, @Nullable BiConsumer<ObjectNode, ObjectNode> output) {
  /** Blocks the flow with MIX01; the default. */
  public static final WhenMixed BLOCK = new WhenMixed(Choice.BLOCK, null);

  /**
   * Runs the new task, as a whole. What was done is done again, so old tasks with side effects
   * block the flow with RERUN02.
   */
  public static final WhenMixed RESET = new WhenMixed(Choice.RESET, null);

  /** The choices. */
  public enum Choice {
    BLOCK,
    RESET,
    AS_DONE
  }

  /**
   * Takes the new task as done: what the others would have done never happens.
   *
   * @param fill makes its slots of what there is: the first object holds, by the name of each old
   *     task that has an output, the object of its slots, a copy to read; the second is empty and
   *     to be filled
   */
  public static WhenMixed asDone(BiConsumer<ObjectNode, ObjectNode> fill) {
    return new WhenMixed(Choice.AS_DONE, fill);
  }

  /** What fills the slots for AS_DONE. */
  BiConsumer<ObjectNode, ObjectNode> fill() {
    return Objects.requireNonNull(output, "output");
  }
}
