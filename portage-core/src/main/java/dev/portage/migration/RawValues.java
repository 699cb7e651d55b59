package dev.portage.migration;

import dev.portage.store.AtomRecord;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What maps make of raw values; see {@link Output#isRaw}. */
final class RawValues {
  private RawValues() {}

  /** Whether one of these rows has stored a raw value. */
  static boolean in(List<AtomRecord> rows) {
    return rows.stream().anyMatch(RawValues::isRaw);
  }

  /** Whether a row has: it was stored by others, so nobody knows what its task can. */
  static boolean isRaw(AtomRecord row) {
    Output output = row.execution().output();
    return output != null && output.isRaw();
  }

  static Output mapped(Output output, OutputMap map) throws Exception {
    return Output.raw(Payload.raw(mapped(output.value().tree(), map)));
  }

  /** A map that knows slots only can do with an object. */
  static JsonNode mapped(JsonNode value, OutputMap map) throws Exception {
    if (map instanceof RawMap raw) {
      return raw.mapRaw(value);
    }
    ObjectNode slots = object(value);
    map.map(slots);
    return slots;
  }

  private static ObjectNode object(JsonNode value) {
    if (value instanceof ObjectNode slots) {
      return slots;
    }
    throw new IllegalArgumentException(
        "what is stored is one raw value of type "
            + value.getNodeType()
            + ", and the map takes an object of slots; a map in a migration file takes any value");
  }

  /** A part's share of a raw value: null, as of a task that returns nothing, if none is said. */
  static Output share(Output whole, @Nullable BiConsumer<ObjectNode, ObjectNode> fill)
      throws Exception {
    if (fill == null) {
      return Output.raw(Payload.raw(JsonNodeFactory.instance.nullNode()));
    }
    if (fill instanceof RawMap raw) {
      return Output.raw(Payload.raw(raw.mapRaw(whole.value().tree())));
    }
    return filled(object(whole.value().tree()), fill);
  }

  /** What is made of the raw values of tasks, which the map sees by the names of the tasks. */
  static Output whole(List<AtomRecord> rows, BiConsumer<ObjectNode, ObjectNode> fill)
      throws Exception {
    ObjectNode old = JsonNodeFactory.instance.objectNode();
    for (AtomRecord row : rows) {
      Output output = row.execution().output();
      if (output != null) {
        old.set(row.name().template(), output.value().tree());
      }
    }
    return fill instanceof RawMap raw
        ? Output.raw(Payload.raw(raw.mapRaw(old)))
        : filled(old, fill);
  }

  private static Output filled(ObjectNode old, BiConsumer<ObjectNode, ObjectNode> fill) {
    ObjectNode filled = JsonNodeFactory.instance.objectNode();
    fill.accept(old, filled);
    return Output.raw(Payload.raw(filled));
  }
}
