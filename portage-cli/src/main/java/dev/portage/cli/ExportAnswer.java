package dev.portage.cli;

import dev.portage.store.FlowDocument;
import dev.portage.store.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which flows a file has now. */
record ExportAnswer(String file, List<FlowDocument> documents) implements Answer {
  @Override
  public String text(Style style) {
    return "wrote " + Text.line(file) + ": " + Text.count(documents.size(), "flow") + "\n";
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/export/1").put("file", file);
    ArrayNode flows = root.putArray("flows");
    documents.forEach(each -> flows.add(each.id().text()));
    return root;
  }
}
