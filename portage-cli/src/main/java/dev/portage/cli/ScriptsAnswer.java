package dev.portage.cli;

import dev.portage.jdbc.SchemaScript;
import dev.portage.store.Json;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The scripts that follow upon a schema.
 *
 * @param all scripts
 * @param from the schema that is there; 0 for none
 */
record ScriptsAnswer(List<SchemaScript> all, int from) implements Answer {
  ScriptsAnswer {
    if (from < 0 || from > all.size()) {
      throw CommandException.usage(
          "--from is "
              + from
              + "\n  expected a schema that this version knows: 0 to "
              + all.size());
    }
  }

  private List<SchemaScript> wanted() {
    return all.subList(from, all.size());
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode().put("schema", "portage/schema-scripts/1");
    ArrayNode scripts = root.putArray("scripts");
    for (SchemaScript script : wanted()) {
      scripts
          .addObject()
          .put("number", script.number())
          .put("name", script.name())
          .put("sql", script.sql());
    }
    return root;
  }

  @Override
  public String text(Style style) {
    return wanted().isEmpty()
        ? "-- nothing to do: schema " + from + " is what this version uses\n"
        : wanted().stream()
            .map(script -> "-- " + script.name() + "\n" + script.sql())
            .collect(Collectors.joining("\n"));
  }
}
