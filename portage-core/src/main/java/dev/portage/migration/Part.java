package dev.portage.migration;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of the tasks that a task is split into.
 *
 * @param name the task's name
 * @param version its version in the new code
 * @param output makes the part's slots from the old task's slots (both objects from slot name to
 *     value; the first is a copy to read, the second is empty and to be filled); null if nothing is
 *     said, which is right only where the part provides no slots or the old task is not done
 * @param back makes the old task's slots again, together with those of the other parts, so that the
 *     split can be undone when a part has run since: the first object holds the part's slots, a
 *     copy to read, the second is the old task's, to be added to; null if nothing is said
 * @param inheritsKey whether the part goes on under the old task's idempotency key
 */
public record Part(
    String name,
    String version,
    @Nullable BiConsumer<ObjectNode, ObjectNode> output,
    @Nullable BiConsumer<ObjectNode, ObjectNode> back,
    boolean inheritsKey) {
  /** A part of which no output is known. */
  public static Part of(String name, String version) {
    return new Part(name, version, null, null, false);
  }

  /** A copy that makes its output so. */
  public Part output(BiConsumer<ObjectNode, ObjectNode> fill) {
    return new Part(name, version, fill, back, inheritsKey);
  }

  /** A copy that makes the old task's slots again so. */
  public Part back(BiConsumer<ObjectNode, ObjectNode> fill) {
    return new Part(name, version, output, fill, inheritsKey);
  }

  /** A copy whose output is these slots of the old task, which gets them back in an undo. */
  public Part taking(String... slots) {
    List<String> names = List.of(slots);
    BiConsumer<ObjectNode, ObjectNode> copy =
        (from, to) ->
            names.forEach(
                slot -> {
                  JsonNode value = from.get(slot);
                  if (value != null) {
                    to.set(slot, value);
                  }
                });
    return output(copy).back(copy);
  }

  /**
   * A copy that goes on under the old task's idempotency key, so that a service which has seen the
   * old task's request recognizes the part's.
   */
  public Part inherits() {
    return new Part(name, version, output, back, true);
  }

  /** Name and version. */
  @Override
  public String toString() {
    return name + "@" + version;
  }
}
