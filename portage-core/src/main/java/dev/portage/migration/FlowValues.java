package dev.portage.migration;

import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object that is stored of a flow as a whole, its inputs or its metadata, while operations
 * act on a copy. Read when it is first asked for; as long as nothing is changed it stays byte for
 * byte as it was. Used by one thread.
 */
final class FlowValues {
  private final String what;
  private final Payload stored;
  private @Nullable ObjectNode tree;
  private boolean changed;

  /** The values of that payload; {@code what} is for messages. */
  FlowValues(String what, Payload stored) {
    this.what = what;
    this.stored = stored;
  }

  /**
   * The values, to be read only.
   *
   * @throws PayloadException if they cannot be read, or are not an object
   */
  ObjectNode tree() {
    ObjectNode known = tree;
    if (known == null) {
      if (!(stored.tree() instanceof ObjectNode object)) {
        throw new PayloadException("the " + what + " of the flow are not a JSON object", null);
      }
      known = object;
      tree = known;
    }
    return known;
  }

  /** Whether there is a value of that name; JSON null is one. */
  boolean has(String name) {
    return tree().has(name);
  }

  /** Puts a value; the same value again is no change. */
  void put(String name, JsonNode value) {
    if (!value.equals(tree().get(name))) {
      tree().set(name, value);
      changed = true;
    }
  }

  /** Gives a value another name; the order of the others stays. */
  void rename(String from, String to) {
    tree = renamed(tree(), from, to);
    changed = true;
  }

  /** Puts all values in the place of those that are there; the same values are no change. */
  void replace(ObjectNode values) {
    if (!values.equals(tree())) {
      tree = values;
      changed = true;
    }
  }

  /** A copy of an object in which one value has another name, in its old place. */
  static ObjectNode renamed(ObjectNode values, String from, String to) {
    ObjectNode renamed = JsonNodeFactory.instance.objectNode();
    values.forEachEntry((name, value) -> renamed.set(name.equals(from) ? to : name, value));
    return renamed;
  }

  /** What is to be stored: the very bytes that were, if nothing was changed. */
  Payload payload() {
    return changed ? Payload.of(tree()) : stored;
  }

  /** Whether there is anything to be stored. */
  boolean isChanged() {
    return changed;
  }
}
