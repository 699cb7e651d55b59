package dev.portage.cli;

import dev.portage.store.FlowDocument;
import dev.portage.store.Json;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was put into a store. */
record ImportAnswer(String store, List<FlowDocument> documents) implements Answer {
  @Override
  public String text(Style style) {
    Table table = new Table("", Set.of());
    for (FlowDocument each : documents) {
      table.row(
          Text.line(each.id().text()),
          Text.line(each.flow().header().flow()),
          each.flow().header().state().name());
    }
    return table.in(style)
        + Text.count(documents.size(), "flow")
        + " imported into "
        + Text.line(store)
        + "\n";
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/import/1").put("store", store);
    ArrayNode flows = root.putArray("flows");
    for (FlowDocument each : documents) {
      flows
          .addObject()
          .put("id", each.id().text())
          .put("type", each.flow().header().flow())
          .put("state", each.flow().header().state().name());
    }
    return root;
  }
}
