package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.shape.Fingerprint;
import dev.portage.store.FlowHeader;
import dev.portage.store.JournalEntry;
import dev.portage.store.Json;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The migrations of one flow.
 *
 * @param store where it is stored
 * @param flow the flow
 * @param entries oldest first
 */
record FlowHistoryAnswer(String store, FlowHeader flow, List<JournalEntry> entries)
    implements Answer {
  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/history/1").put("store", store);
    root.put("flow", flow.id().text()).put("type", flow.flow());
    root.put("submitted", Values.time(flow.times().began()));
    ArrayNode list = root.putArray("migrations");
    entries.forEach(entry -> write(entry, list.addObject()));
    return root;
  }

  private static void write(JournalEntry entry, ObjectNode node) {
    node.put("revision", entry.revision())
        .put("at", Values.time(entry.made().at()))
        .put("actor", entry.made().actor())
        .put("run", entry.made().run().text());
    if (entry.isUndo()) {
      node.put("undoes", entry.made().undoes());
    }
    entry.steps().forEach(node.putArray("steps")::add);
    node.put("from", entry.from().fingerprint().hex()).put("to", entry.to().fingerprint().hex());
    node.set("moves", Values.shown().tree("moves", entry.moves()));
  }

  @Override
  public String text(Style style) {
    Table table = new Table("", Set.of(0));
    table.row("REVISION", "WHEN", "RUN", "WHAT", "FROM -> TO", "BY");
    for (int i = entries.size() - 1; i >= 0; i--) {
      JournalEntry entry = entries.get(i);
      table.row(
          Text.number(entry.revision()),
          Text.time(entry.made().at()),
          entry.made().run().text(),
          Text.steps(entry.steps()),
          entry.from().fingerprint() + " -> " + entry.to().fingerprint(),
          Text.line(entry.made().actor()));
    }
    Fingerprint birth =
        entries.isEmpty() ? flow.shape().fingerprint() : entries.get(0).from().fingerprint();
    table.row("1", Text.time(flow.times().began()), "", "submitted", birth.brief(), "");
    return style.paint(Tint.BOLD, Text.line(flow.flow()))
        + "  "
        + Text.line(flow.id().text())
        + "\n"
        + table.in(style);
  }
}
