package dev.portage.cli;

import dev.portage.store.JournalBatch;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Migrations that did the same in one run, as JSON. */
final class HistoryBatches {
  private HistoryBatches() {}

  /** How many migrations in all. */
  static long flows(List<JournalBatch> batches) {
    return batches.stream().mapToLong(JournalBatch::entries).sum();
  }

  static void write(List<JournalBatch> batches, ArrayNode list) {
    for (JournalBatch batch : batches) {
      ObjectNode node = list.addObject();
      node.put("run", batch.kind().run().text())
          .put("flows", batch.entries())
          .put("first", Values.time(batch.first()))
          .put("last", Values.time(batch.last()))
          .put("actor", batch.kind().actor());
      batch.kind().steps().forEach(node.putArray("steps")::add);
      node.put("from", batch.kind().from().hex()).put("to", batch.kind().to().hex());
    }
  }
}
