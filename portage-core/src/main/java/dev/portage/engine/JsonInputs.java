package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.model.Inputs;
import dev.portage.model.Slot;
import dev.portage.store.Json;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Inputs read from stored JSON. */
final class JsonInputs implements Inputs {
  private final String owner;
  private final ObjectNode tree;

  private JsonInputs(String owner, ObjectNode tree) {
    this.owner = owner;
    this.tree = tree;
  }

  /** The inputs that are stored in a JSON object. */
  static JsonInputs of(String owner, Payload inputs) {
    if (inputs.tree() instanceof ObjectNode object) {
      return new JsonInputs(owner, object);
    }
    throw new PayloadException("the inputs of " + owner + " are not a JSON object", null);
  }

  ObjectNode tree() {
    return tree;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"})
  public <T> T get(Slot<T> slot) {
    JsonNode value = tree.get(slot.name());
    if (value == null) {
      throw new FlowException(
          owner
              + " has no input '"
              + slot.name()
              + "', only "
              + tree.propertyNames()
              + "; submit it, or ask has(..) first");
    }
    return (T) Json.value(value, slot.type());
  }

  @Override
  public boolean has(Slot<?> slot) {
    return tree.hasNonNull(slot.name());
  }
}
