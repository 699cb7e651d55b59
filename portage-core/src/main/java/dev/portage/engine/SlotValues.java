package dev.portage.engine;

import dev.portage.model.Outputs;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.Json;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Java values as what is stored of them, and proof that nothing gets lost on the way. */
final class SlotValues {
  private SlotValues() {}

  /**
   * What a body has returned, by slot.
   *
   * @throws BadResultException if it is not what the task says it provides
   */
  static Output outputOf(Task task, @Nullable Object returned) {
    ObjectNode bySlot = Json.mapper().createObjectNode();
    if (task.provides().size() == 1 && !(returned instanceof Outputs)) {
      Slot<?> slot = task.provides().get(0);
      bySlot.set(slot.name(), proven("task '" + task.name() + "'", slot, returned));
    } else if (!task.provides().isEmpty()) {
      Map<String, @Nullable Object> values = values(task, returned);
      for (Slot<?> slot : task.provides()) {
        bySlot.set(
            slot.name(), proven("task '" + task.name() + "'", slot, values.get(slot.name())));
      }
    }
    return Output.of(bySlot);
  }

  private static Map<String, @Nullable Object> values(Task task, @Nullable Object returned) {
    List<String> declared = task.provides().stream().map(Slot::name).toList();
    if (!(returned instanceof Outputs outputs)) {
      throw new BadResultException(
          "task '"
              + task.name()
              + "' returned "
              + (returned == null ? "null" : returned.getClass().getName())
              + ", expected Outputs with "
              + declared
              + "; return Outputs.of(SLOT, value).and(SLOT, value)",
          null);
    }
    Set<String> found = outputs.values().keySet();
    if (!found.equals(new HashSet<>(declared))) {
      throw new BadResultException(
          "task '"
              + task.name()
              + "' returned Outputs with "
              + found
              + ", expected exactly "
              + declared
              + "; give each slot that the task provides a value, null if there is none",
          null);
    }
    return outputs.values();
  }

  /**
   * A value as JSON that reads back as the same JSON.
   *
   * @param owner who gives the value, for the message
   * @throws BadResultException if it does not
   */
  static JsonNode proven(String owner, Slot<?> slot, @Nullable Object value) {
    try {
      byte[] bytes = Json.write(Json.tree(value));
      JsonNode stored = new Payload(Payload.JSON, bytes).tree();
      byte[] again = Json.write(Json.tree(Json.value(stored, slot.type())));
      if (!Arrays.equals(bytes, again) && !stored.equals(new Payload(Payload.JSON, again).tree())) {
        throw new BadResultException(unfaithful(owner, slot, value), null);
      }
      return stored;
    } catch (PayloadException e) {
      throw new BadResultException(unfaithful(owner, slot, value), e);
    }
  }

  private static String unfaithful(String owner, Slot<?> slot, @Nullable Object value) {
    return owner
        + " gives '"
        + slot.name()
        + "' a value that does not survive being stored: a "
        + (value == null ? "null" : value.getClass().getName())
        + " is not the same JSON after it was read back as "
        + slot.type().getTypeName()
        + "; give a value of the slot's type, or a type that JSON can hold";
  }
}
