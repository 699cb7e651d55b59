package dev.portage.cli;

import dev.portage.cli.UndoSorting.Sorted;
import dev.portage.store.Json;
import dev.portage.store.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an undo did, or would do.
 *
 * @param store where
 * @param sorting how each flow could go back
 * @param run under which the journal has it; null if nothing was to be written
 * @param tally what came of it; of what was not tried nothing
 * @param next commands that may follow; may be empty
 */
record UndoAnswer(
    String store, UndoSorting sorting, @Nullable RunId run, Tally tally, List<String> next)
    implements Answer {
  private static final int MOST_LINES = 20;
  private static final Map<String, ExitCode> CODES =
      Map.of("busy", ExitCode.BUSY, UndoSorting.NONE, ExitCode.BLOCKED, "failed", ExitCode.FAILURE);

  @Override
  public ExitCode exit() {
    List<ExitCode> codes = new ArrayList<>();
    CODES.forEach(
        (word, code) -> {
          if (sorting.count(word) + tally.count(word) > 0) {
            codes.add(code);
          }
        });
    if (tally.isStopped()) {
      codes.add(ExitCode.INTERRUPTED);
    }
    if (tally.broken() != null) {
      codes.add(ExitCode.FAILURE);
    }
    return ExitCode.worst(codes);
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/undo/1").put("store", store);
    root.put("dryRun", run == null);
    root.put("run", run == null ? null : run.text());
    root.put("selected", sorting.flows().size());
    UndoSorting.WORDS.forEach(word -> root.put(word, sorting.count(word)));
    root.put("undone", tally.count("undone"));
    root.put("interrupted", tally.isStopped());
    ArrayNode list = root.putArray("flows");
    sorting.flows().forEach(flow -> write(list.addObject(), flow));
    root.put("exit", exit().code());
    return root;
  }

  private void write(ObjectNode node, Sorted flow) {
    UndoSorting.Came came = sorting.outcome(flow.flow());
    node.put("flow", flow.flow().id().text()).put("type", flow.flow().flow());
    node.put("grade", flow.word());
    node.put("outcome", came == null ? null : came.word());
    node.put("why", came == null ? flow.why() : came.why());
  }

  /** How many go back, how, and why others do not. */
  String sorted(Style style) {
    Table table = new Table("", Set.of(1));
    for (String word : UndoSorting.WORDS) {
      long count = sorting.count(word);
      if (count > 0) {
        table.row(word, Text.number(count), count == 1 ? "flow" : "flows", meaning(word));
      }
    }
    StringBuilder out = new StringBuilder(table.in(style));
    Table reasons = new Table("   ", Set.of(0));
    for (String word : CODES.keySet().stream().sorted().toList()) {
      sorting.reasons(word).entrySet().stream()
          .limit(MOST_LINES)
          .forEach(
              each ->
                  reasons.row(
                      Text.number(each.getValue().size()),
                      word,
                      Text.line(each.getValue().get(0).flow().id().text()),
                      Text.line(each.getKey().lines().findFirst().orElse(""))));
    }
    return out.append(reasons.in(style)).toString();
  }

  private static String meaning(String word) {
    return switch (word) {
      case "restore" -> "become exactly what they were: they have not gone on since";
      case "lens" -> "have gone on, and go back by the inverse of each operation";
      case UndoSorting.NONE -> "cannot go back";
      case "busy" -> "are driven by somebody";
      default -> "cannot be read";
    };
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    if (run == null) {
      out.append(sorted(style)).append("dry run: nothing was changed\n");
    } else if (tally.tried() == 0) {
      out.append("nothing was undone\n");
    } else {
      List<String> parts = new ArrayList<>();
      tally.counts().forEach((word, count) -> parts.add(Text.number(count) + " " + word));
      out.append(Text.count(tally.tried(), "flow")).append(" tried: ");
      out.append(String.join(", ", parts)).append("   run ").append(run).append('\n');
    }
    if (tally.isStopped()) {
      out.append("stopped on request; the rest is as it was\n");
    }
    out.append(tally.leftAlone(style));
    next.forEach(command -> out.append("next: ").append(command).append('\n'));
    return out.toString();
  }
}
