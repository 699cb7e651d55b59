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
 * @param inheritsKey whether the part goes on under the old task's idempotency key
 */
public record Part(
    String name,
    String version,
    @Nullable BiConsumer<ObjectNode, ObjectNode> output,
    boolean inheritsKey) {
  /** A part of which no output is known. */
  public static Part of(String name, String version) {
    return new Part(name, version, null, false);
  }

  /** A copy that makes its output so. */
  public Part output(BiConsumer<ObjectNode, ObjectNode> fill) {
    return new Part(name, version, fill, inheritsKey);
  }

  /** A copy whose output is these slots of the old task. */
  public Part taking(String... slots) {
    return output(new Taken(List.of(slots)));
  }

  /** Slots of the old task that are the part's now. */
  private record Taken(List<String> slots) implements BiConsumer<ObjectNode, ObjectNode>, Written {
    @Override
    public void accept(ObjectNode old, ObjectNode part) {
      for (String slot : slots) {
        JsonNode value = old.get(slot);
        if (value != null) {
          part.set(slot, value);
        }
      }
    }

    @Override
    public String source() {
      return "slots " + slots;
    }
  }

  /**
   * A copy that goes on under the old task's idempotency key, so that a service which has seen the
   * old task's request recognizes the part's.
   */
  public Part inherits() {
    return new Part(name, version, output, true);
  }

  /** Name and version. */
  @Override
  public String toString() {
    return name + "@" + version;
  }
}
