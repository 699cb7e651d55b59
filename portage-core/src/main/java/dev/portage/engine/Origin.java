package dev.portage.engine;

import dev.portage.store.AtomRecord;
import dev.portage.store.Json;
import dev.portage.store.Output;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where stored values of slots are read from; trees are the caller's own. */
sealed interface Origin {
  /** Whether it holds the slot, perhaps as null. */
  boolean has(String slot);

  /** The value; only for a slot that it {@link #has}. */
  JsonNode value(String slot);

  /** What it holds, as the end of a sentence that begins with "takes it from". */
  String described();

  /** The inputs of the flow. */
  record FlowInputs(ObjectNode inputs) implements Origin {
    @Override
    public boolean has(String slot) {
      return inputs.has(slot);
    }

    @Override
    public JsonNode value(String slot) {
      return inputs.get(slot).deepCopy();
    }

    @Override
    public String described() {
      return "the inputs, which hold only " + inputs.propertyNames();
    }
  }

  /** An atom that was left out. */
  record LeftOut(String atom) implements Origin {
    @Override
    public boolean has(String slot) {
      return false;
    }

    @Override
    public JsonNode value(String slot) {
      return Json.tree(null);
    }

    @Override
    public String described() {
      return atom + ", which was left out by a decider";
    }
  }

  /** What one atom has stored. */
  record Stored(String atom, @Nullable Output output) implements Origin {
    @Override
    public boolean has(String slot) {
      return output != null && output.slots().contains(slot);
    }

    @Override
    public JsonNode value(String slot) {
      return output == null ? Json.tree(null) : output.bySlot().get(slot);
    }

    @Override
    public String described() {
      return atom
          + ", which has stored "
          + (output == null ? "no output" : "only " + output.slots());
    }
  }

  /**
   * What the atoms of a fan-out have stored: each slot is the list of their values, in order.
   *
   * @param slots that the template provides
   * @param atoms null if they are not all done
   */
  record Collected(String template, Set<String> slots, @Nullable List<AtomRecord> atoms)
      implements Origin {
    @Override
    public boolean has(String slot) {
      return atoms != null
          && slots.contains(slot)
          && atoms.stream().allMatch(atom -> new Stored("", atom.execution().output()).has(slot));
    }

    @Override
    public JsonNode value(String slot) {
      ArrayNode values = Json.mapper().createArrayNode();
      if (atoms != null) {
        atoms.forEach(atom -> values.add(new Stored("", atom.execution().output()).value(slot)));
      }
      return values;
    }

    @Override
    public String described() {
      return template
          + (atoms == null
              ? ", whose atoms are not all done"
              : ", whose " + atoms.size() + " atoms have not all stored it");
    }
  }

  /** The element that an atom of a fan-out stands for. */
  record Element(String atom, Supplier<JsonNode> element) implements Origin {
    @Override
    public boolean has(String slot) {
      return true;
    }

    @Override
    public JsonNode value(String slot) {
      return element.get().deepCopy();
    }

    @Override
    public String described() {
      return "the list of " + atom;
    }
  }
}
