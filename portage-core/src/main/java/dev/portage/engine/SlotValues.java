package dev.portage.engine;

import dev.portage.model.Outputs;
import dev.portage.model.Product;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.Json;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Java values as what is stored of them, and proof that nothing gets lost on the way. */
final class SlotValues {
  private static final Output NOTHING = Output.of(Json.mapper().createObjectNode());

  private SlotValues() {}

  /**
   * What a body has returned, by slot.
   *
   * @throws BadResultException if it is not what the task says it provides
   */
  static Output outputOf(Task task, @Nullable Object returned) {
    if (task.provides().isEmpty()) {
      return NOTHING;
    }
    ObjectNode bySlot = Json.mapper().createObjectNode();
    String owner = "task '" + task.name() + "'";
    List<Product> products = task.products();
    if (products.size() == 1 && !(returned instanceof Outputs)) {
      Product only = products.get(0);
      bySlot.set(only.to(), proven(owner, only.slot(), returned));
    } else if (!products.isEmpty()) {
      Map<String, @Nullable Object> values = values(task, returned);
      for (Product product : products) {
        Slot<?> slot = product.slot();
        bySlot.set(product.to(), proven(owner, slot, values.get(slot.name())));
      }
    }
    return Output.of(bySlot);
  }

  /** The value of each slot: exactly those that the task provides. */
  private static Map<String, @Nullable Object> values(Task task, @Nullable Object returned) {
    List<String> declared = task.provides().stream().map(Slot::name).toList();
    Map<String, @Nullable Object> values = parts(returned);
    if (values == null) {
      throw new BadResultException(
          "task '"
              + task.name()
              + "' returned "
              + (returned == null ? "null" : returned.getClass().getName())
              + ", expected "
              + declared
              + "; return Outputs.of(SLOT, value).and(SLOT, value), or a record, map or JSON object"
              + " with these names",
          null);
    }
    if (!values.keySet().equals(new HashSet<>(declared))) {
      throw new BadResultException(
          "task '"
              + task.name()
              + "' returned "
              + Objects.requireNonNull(returned).getClass().getSimpleName()
              + " with "
              + values.keySet()
              + ", expected exactly "
              + declared
              + "; give each slot that the task provides a value, null if there is none",
          null);
    }
    return values;
  }

  /** What has names and values, by name; null if it is nothing of the kind. */
  private static @Nullable Map<String, @Nullable Object> parts(@Nullable Object returned) {
    if (returned instanceof Outputs outputs) {
      return outputs.values();
    }
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    if (returned instanceof Map<?, ?> map) {
      map.forEach((name, value) -> parts.put(String.valueOf(name), value));
      return parts;
    }
    if (returned instanceof Record || returned instanceof ObjectNode) {
      JsonNode tree = Json.tree(returned);
      tree.properties().forEach(part -> parts.put(part.getKey(), part.getValue()));
      return tree.isObject() ? parts : null;
    }
    return null;
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
