package dev.portage.cli;

import dev.portage.shape.Fingerprint;
import dev.portage.store.JournalEntry;
import dev.portage.store.RunId;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes migrations together that did the same in one run; keeps counts, not the migrations. */
final class HistoryBatches {
  private final Map<Kind, Batch> batches = new LinkedHashMap<>();

  /** What migrations have in common that are taken together. */
  record Kind(RunId run, String actor, List<String> steps, Fingerprint from, Fingerprint to) {
    static Kind of(JournalEntry entry) {
      return new Kind(
          entry.made().run(),
          entry.made().actor(),
          entry.steps(),
          entry.from().fingerprint(),
          entry.to().fingerprint());
    }
  }

  /** So many of a kind, and when. */
  record Batch(Kind kind, long flows, Instant first, Instant last) {
    private static Batch of(JournalEntry entry) {
      return new Batch(Kind.of(entry), 1, entry.made().at(), entry.made().at());
    }

    private Batch and(Batch more) {
      return new Batch(
          kind,
          flows + more.flows,
          more.first.isBefore(first) ? more.first : first,
          more.last.isAfter(last) ? more.last : last);
    }
  }

  void add(JournalEntry entry) {
    Batch one = Batch.of(entry);
    batches.merge(one.kind(), one, Batch::and);
  }

  /** Latest first. */
  List<Batch> latestFirst() {
    return batches.values().stream().sorted(Comparator.comparing(Batch::last).reversed()).toList();
  }

  /** How many migrations in all. */
  static long flows(List<Batch> batches) {
    return batches.stream().mapToLong(Batch::flows).sum();
  }

  static void write(List<Batch> batches, ArrayNode list) {
    for (Batch batch : batches) {
      ObjectNode node = list.addObject();
      node.put("run", batch.kind().run().text())
          .put("flows", batch.flows())
          .put("first", Values.time(batch.first()))
          .put("last", Values.time(batch.last()))
          .put("actor", batch.kind().actor());
      batch.kind().steps().forEach(node.putArray("steps")::add);
      node.put("from", batch.kind().from().hex()).put("to", batch.kind().to().hex());
    }
  }
}
