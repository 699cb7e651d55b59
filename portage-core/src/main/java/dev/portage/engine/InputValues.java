package dev.portage.engine;

import dev.portage.model.Slot;
import dev.portage.store.Json;
import dev.portage.store.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Collects what a flow is submitted with. Not safe for use by several threads. */
public final class InputValues {
  private final ObjectNode bySlot = Json.mapper().createObjectNode();

  InputValues() {}

  /**
   * Adds a value, in place of an earlier one for the slot.
   *
   * @throws dev.portage.model.FlowException if it would not read back as it is
   */
  public <T> InputValues put(Slot<T> slot, @Nullable T value) {
    bySlot.set(slot.name(), SlotValues.proven("the submitter", slot, value));
    return this;
  }

  Payload payload() {
    return Payload.of(bySlot);
  }
}
