package dev.portage.taskflow;

import dev.portage.store.Json;
import dev.portage.store.Payload;
import java.util.function.UnaryOperator;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A retry's attempts: TaskFlow stores {@code [[value, {atom: failure}], ..]}, Portage {@code
 * [{"value": value, "failures": {atom: failure}}, ..]}. Values and failures stay as they are.
 */
final class RetryHistory {
  /** As Python writes: NaN and Infinity without quotes. */
  private static final JsonMapper PYTHON =
      Json.mapper().rebuild().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

  private RetryHistory() {}

  static Payload read(Row row, Names names) {
    ArrayNode attempts = PYTHON.createArrayNode();
    JsonNode stored = row.tree("results");
    if (stored != null) {
      stored.forEach(pair -> attempts.add(attempt(row, pair, names)));
      if (!stored.isArray()) {
        throw broken(row);
      }
    }
    return new Payload(Payload.PYTHON_JSON, PYTHON.writeValueAsBytes(attempts));
  }

  private static ObjectNode attempt(Row row, JsonNode pair, Names names) {
    if (!pair.isArray() || pair.size() != 2 || !pair.path(1).isObject()) {
      throw broken(row);
    }
    ObjectNode attempt = PYTHON.createObjectNode();
    attempt.set("value", pair.path(0));
    attempt.set("failures", renamed(pair.path(1), names::told));
    return attempt;
  }

  private static ObjectNode renamed(JsonNode failures, UnaryOperator<String> naming) {
    ObjectNode renamed = PYTHON.createObjectNode();
    failures
        .properties()
        .forEach(each -> renamed.set(naming.apply(each.getKey()), each.getValue()));
    return renamed;
  }

  /** As TaskFlow stores it. */
  static JsonNode write(Payload history) {
    ArrayNode stored = PYTHON.createArrayNode();
    for (JsonNode attempt : history.tree()) {
      ArrayNode pair = stored.addArray();
      pair.add(attempt.path("value"));
      pair.add(renamed(attempt.path("failures"), Names::stored));
    }
    return stored;
  }

  private static RuntimeException broken(Row row) {
    return row.corrupt("results", "a retry's history is not [[value, {atom: failure}], ..]", null);
  }
}
