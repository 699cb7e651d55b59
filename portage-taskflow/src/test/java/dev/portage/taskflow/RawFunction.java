package dev.portage.taskflow;

import dev.portage.migration.OutputMap;
import dev.portage.migration.RawMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A map of raw values, as migration files have them; it is never asked for slots. */
record RawFunction(UnaryOperator<JsonNode> made)
    implements OutputMap, RawMap, BiConsumer<ObjectNode, ObjectNode> {
  @Override
  public void map(ObjectNode slots) {
    throw new AssertionError("a raw value is mapped as one");
  }

  @Override
  public void accept(ObjectNode old, ObjectNode filled) {
    throw new AssertionError("a raw value is mapped as one");
  }

  @Override
  public JsonNode mapRaw(JsonNode value) {
    return made.apply(value);
  }
}
