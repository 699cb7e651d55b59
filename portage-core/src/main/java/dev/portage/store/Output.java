package dev.portage.store;

import dev.portage.shape.ShapeAtom;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an atom has stored.
 *
 * @param slots the names of the stored slots, sorted; kept beside the value so that a census can be
 *     taken without reading values. Empty too where a database of others stores one raw value
 * @param value a JSON object from slot name to value; for a raw value whatever is there
 */
public record Output(SortedSet<String> slots, Payload value) {
  /** The output that is this object. */
  public static Output of(ObjectNode bySlot) {
    return new Output(ShapeAtom.slotSet(bySlot.propertyNames()), Payload.of(bySlot));
  }

  /** An output whose slots are known without reading it. */
  public static Output of(Collection<String> slots, Payload value) {
    return new Output(ShapeAtom.slotSet(slots), value);
  }

  /** The output that is one raw value, of which the slots are not known. */
  public static Output raw(Payload value) {
    return new Output(ShapeAtom.slotSet(List.of()), value);
  }

  /** Whether it is one raw value, of which nobody knows what slots it fills. */
  public boolean isRaw() {
    return value.codec().equals(Payload.RAW);
  }

  /**
   * The values by slot, as a tree of the caller's own.
   *
   * @throws PayloadException if it cannot be read, or is not an object
   */
  public ObjectNode bySlot() {
    JsonNode tree = value.tree();
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new PayloadException(
        "a stored output is " + tree.getNodeType() + ", expected an object of slots", null);
  }
}
