package dev.portage.engine;

import dev.portage.model.Need;
import dev.portage.store.Output;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the value of one slot comes from that a task reads.
 *
 * @param need the slot
 * @param from the atom, or empty for the inputs of the flow
 * @param output what that atom stored; null for inputs, and for an atom that stored nothing
 * @param inputs of the flow
 */
record SlotSource(Need need, String from, @Nullable Output output, ObjectNode inputs) {

  /** The stored value, or the constant that stands for it; null if the slot is absent. */
  @Nullable JsonNode value() {
    if (need.kind() == Need.Kind.INJECTED) {
      return constant();
    }
    JsonNode stored = stored();
    return stored == null && need.kind() == Need.Kind.DEFAULTED ? constant() : stored;
  }

  private @Nullable JsonNode stored() {
    if (!isStored()) {
      return null;
    }
    JsonNode input = inputs.get(need.from());
    return output != null
        ? output.bySlot().get(need.from())
        : input == null ? null : input.deepCopy();
  }

  private boolean isStored() {
    return from.isEmpty()
        ? inputs.has(need.from())
        : output != null && output.slots().contains(need.from());
  }

  private JsonNode constant() {
    return SlotValues.proven("the task", need.slot(), need.constant());
  }

  /** Whether the task cannot run without it and it is not there. */
  boolean isMissing() {
    return need.kind() == Need.Kind.REQUIRED && !isStored();
  }

  /** That it is not there, for the task of that name. */
  String absence(String task) {
    String subject =
        "task '"
            + task
            + "' "
            + (need.kind() == Need.Kind.REQUIRED ? "requires '" : "may take '")
            + need.from()
            + "' from ";
    String found =
        from.isEmpty()
            ? "the inputs, which hold only " + inputs.propertyNames()
            : from
                + ", which has stored "
                + (output == null ? "no output" : "only " + output.slots());
    return subject
        + found
        + (need.kind() == Need.Kind.REQUIRED ? "" : "; ask has(..) first, or use getOrNull(..)");
  }
}
