package dev.portage.cli;

import dev.portage.shape.Fingerprint;
import dev.portage.store.JournalEntry;
import dev.portage.store.Json;
import dev.portage.store.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The migrations of all flows, those alike taken together, latest first. */
record StoreHistoryAnswer(String store, List<JournalEntry> entries) implements Answer {
  /** Migrations are alike if they did the same, in one run. */
  private record Kind(
      RunId run, String actor, List<String> steps, Fingerprint from, Fingerprint to) {
    static Kind of(JournalEntry entry) {
      return new Kind(
          entry.made().run(),
          entry.made().actor(),
          entry.steps(),
          entry.from().fingerprint(),
          entry.to().fingerprint());
    }
  }

  private record Batch(Kind kind, long flows, Instant first, Instant last) {}

  private List<Batch> batches() {
    Map<Kind, Batch> batches = new LinkedHashMap<>();
    entries.stream()
        .sorted((a, b) -> b.made().at().compareTo(a.made().at()))
        .forEach(
            entry ->
                batches.merge(
                    Kind.of(entry),
                    new Batch(Kind.of(entry), 1, entry.made().at(), entry.made().at()),
                    (sum, one) -> new Batch(sum.kind(), sum.flows() + 1, one.first(), sum.last())));
    return new ArrayList<>(batches.values());
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/histories/1").put("store", store);
    root.put("migrations", entries.size());
    ArrayNode list = root.putArray("batches");
    for (Batch batch : batches()) {
      ObjectNode node = list.addObject();
      node.put("run", batch.kind().run().text())
          .put("flows", batch.flows())
          .put("first", Values.time(batch.first()))
          .put("last", Values.time(batch.last()))
          .put("actor", batch.kind().actor());
      batch.kind().steps().forEach(node.putArray("steps")::add);
      node.put("from", batch.kind().from().hex()).put("to", batch.kind().to().hex());
    }
    return root;
  }

  @Override
  public String text(Style style) {
    if (entries.isEmpty()) {
      return "no flow of " + Text.line(store) + " was ever migrated\n";
    }
    Table table = new Table("", Set.of(0));
    table.row("FLOWS", "LAST", "RUN", "WHAT", "FROM -> TO", "BY");
    for (Batch batch : batches()) {
      table.row(
          Text.number(batch.flows()),
          Text.time(batch.last()),
          batch.kind().run().text(),
          Text.steps(batch.kind().steps()),
          batch.kind().from() + " -> " + batch.kind().to(),
          Text.line(batch.kind().actor()));
    }
    return table.in(style);
  }
}
