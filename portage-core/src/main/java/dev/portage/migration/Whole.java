package dev.portage.migration;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The task that several tasks are merged into.
 *
 * @param name the task's name; one of the old tasks may have had it
 * @param version its version in the new code
 * @param output makes the task's slots from those of the old tasks: the first object holds, by the
 *     name of each old task that has an output, the object of its slots, a copy to read; the second
 *     is empty and to be filled. Null if the task has every slot that the old ones had, which is
 *     right only where no two had the same
 * @param back makes the slots of the old tasks again, so that the merge can be undone when the task
 *     has run since: the first object holds the task's slots, a copy to read, the second is to be
 *     filled with an object of slots by the name of each old task; null if nothing is said, which
 *     is enough where {@code output} is null too
 * @param heir the old task under whose idempotency key it goes on; null if its next attempt is a
 *     new one
 * @param whenMixed what to do where only some of the old tasks are done
 */
public record Whole(
    String name,
    String version,
    @Nullable BiConsumer<ObjectNode, ObjectNode> output,
    @Nullable BiConsumer<ObjectNode, ObjectNode> back,
    @Nullable String heir,
    WhenMixed whenMixed) {
  /** A task that has the slots of all old tasks, and blocks flows where only some are done. */
  public static Whole of(String name, String version) {
    return new Whole(name, version, null, null, null, WhenMixed.BLOCK);
  }

  /** A copy that makes its output so. */
  public Whole output(BiConsumer<ObjectNode, ObjectNode> fill) {
    return new Whole(name, version, fill, back, heir, whenMixed);
  }

  /** A copy that makes the slots of the old tasks again so. */
  public Whole back(BiConsumer<ObjectNode, ObjectNode> fill) {
    return new Whole(name, version, output, fill, heir, whenMixed);
  }

  /**
   * A copy that goes on under the idempotency key of this old task, so that a service which has
   * seen the old task's request recognizes the new one's.
   */
  public Whole inherits(String task) {
    return new Whole(name, version, output, back, task, whenMixed);
  }

  /** A copy that does this where only some of the old tasks are done. */
  public Whole whenMixed(WhenMixed choice) {
    return new Whole(name, version, output, back, heir, choice);
  }

  /** Name and version. */
  @Override
  public String toString() {
    return name + "@" + version;
  }
}
