package dev.portage.cli;

import dev.portage.store.JournalBatch;
import dev.portage.store.Json;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The migrations of all flows, those alike taken together, latest first. */
record StoreHistoryAnswer(String store, List<JournalBatch> batches) implements Answer {
  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/histories/1").put("store", store);
    root.put("migrations", HistoryBatches.flows(batches));
    HistoryBatches.write(batches, root.putArray("batches"));
    return root;
  }

  @Override
  public String text(Style style) {
    if (batches.isEmpty()) {
      return "no flow of " + Text.line(store) + " was ever migrated\n";
    }
    Table table = new Table("", Set.of(0));
    table.row("FLOWS", "LAST", "RUN", "WHAT", "FROM -> TO", "BY");
    for (JournalBatch batch : batches) {
      table.row(
          Text.number(batch.entries()),
          Text.time(batch.last()),
          batch.kind().run().text(),
          Text.steps(batch.kind().steps()),
          batch.kind().from() + " -> " + batch.kind().to(),
          Text.line(batch.kind().actor()));
    }
    return table.in(style);
  }
}
