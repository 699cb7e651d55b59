package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.store.FlowReader;
import dev.portage.store.JournalBatch;
import dev.portage.store.Json;
import dev.portage.store.RunId;
import dev.portage.store.RunNote;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one run did, as the journals of its flows tell it.
 *
 * @param store where
 * @param run its id
 * @param batches what it did, latest first; may be none
 * @param undone how many of its migrations were taken back since
 * @param note what was asked for, and whom it left alone; null if nothing is kept of it
 */
record RunHistoryAnswer(
    String store, RunId run, List<JournalBatch> batches, long undone, @Nullable RunNote note)
    implements Answer {

  static RunHistoryAnswer of(FlowReader reader, RunId run) {
    return new RunHistoryAnswer(
        reader.description(),
        run,
        reader.batches(run),
        reader.undone(run),
        reader.run(run).orElse(null));
  }

  /** Whether nobody knows of such a run. */
  boolean isEmpty() {
    return batches.isEmpty() && note == null;
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/run/1").put("store", store).put("run", run.text());
    root.put("migrations", HistoryBatches.flows(batches)).put("undone", undone);
    HistoryBatches.write(batches, root.putArray("batches"));
    if (note != null) {
      ObjectNode kept = root.putObject("note");
      kept.put("actor", note.actor()).put("began", note.began().toString());
      kept.put("ended", note.ended() == null ? null : note.ended().toString());
      kept.set("report", note.report().tree());
    }
    return root;
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    out.append(style.paint(Tint.BOLD, "run " + run)).append('\n');
    out.append(note == null ? "" : new KeptRun(note).text());
    Table table = new Table("", Set.of(0));
    table.row("FLOWS", "FIRST", "LAST", "WHAT", "FROM -> TO", "BY");
    for (JournalBatch batch : batches) {
      table.row(
          Text.number(batch.entries()),
          Text.time(batch.first()),
          Text.time(batch.last()),
          Text.steps(batch.kind().steps()),
          batch.kind().from() + " -> " + batch.kind().to(),
          Text.line(batch.kind().actor()));
    }
    out.append(batches.isEmpty() ? "" : table.in(style));
    if (undone > 0) {
      out.append(Text.number(undone)).append(" of these were undone since\n");
    }
    return out.toString();
  }
}
