package dev.portage.cli;

import dev.portage.store.Expiry;
import dev.portage.store.FlowReader;
import dev.portage.store.Json;
import dev.portage.store.Prunable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which finished flows are no longer kept, and what came of them.
 *
 * @param store where
 * @param expiry which ones were meant
 * @param found those there were, by name
 * @param run what removed them; null if nothing was to be removed
 * @param next commands that may follow; may be empty
 */
record PruneAnswer(
    String store, Expiry expiry, List<Prunable> found, @Nullable PruneRun run, List<String> next)
    implements Answer {

  static PruneAnswer found(FlowReader reader, Expiry expiry) {
    return new PruneAnswer(reader.description(), expiry, reader.prunable(expiry), null, List.of());
  }

  PruneAnswer after(PruneRun done, List<String> commands) {
    return new PruneAnswer(store, expiry, found, done, commands);
  }

  /** How many there were. */
  long flows() {
    return found.stream().mapToLong(Prunable::flows).sum();
  }

  @Override
  public ExitCode exit() {
    if (run == null) {
      return ExitCode.OK;
    }
    if (run.broken() != null) {
      return ExitCode.FAILURE;
    }
    return run.isStopped() ? ExitCode.INTERRUPTED : ExitCode.OK;
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/prune/1").put("store", store);
    root.put("dryRun", run == null);
    root.put("finishedBefore", expiry.finishedBefore().toString());
    root.put("selected", flows());
    root.put("removed", run == null ? 0 : run.removed());
    root.put("interrupted", run != null && run.isStopped());
    ArrayNode list = root.putArray("flows");
    for (Prunable one : found) {
      list.addObject()
          .put("type", one.flow())
          .put("flows", one.flows())
          .put("oldest", one.oldest().toString());
    }
    root.put("exit", exit().code());
    return root;
  }

  /** What there is, by name. */
  String table(Style style) {
    if (found.isEmpty()) {
      return "no flow of "
          + Text.line(store)
          + " was finished before "
          + Text.time(expiry.finishedBefore())
          + "\n";
    }
    Table table = new Table("   ", Set.of(1));
    for (Prunable one : found) {
      table.row(
          Text.line(one.flow()),
          Text.number(one.flows()),
          one.flows() == 1 ? "flow" : "flows",
          "oldest " + Text.time(one.oldest()));
    }
    return "finished before "
        + Text.time(expiry.finishedBefore())
        + " in "
        + Text.line(store)
        + "\n"
        + table.in(style);
  }

  @Override
  public String text(Style style) {
    if (run == null) {
      return table(style)
          + (found.isEmpty()
              ? ""
              : Text.count(flows(), "flow") + " would be removed; dry run: nothing was changed\n");
    }
    StringBuilder out = new StringBuilder();
    out.append(Text.count(run.removed(), "flow")).append(" removed");
    out.append(run.removed() == flows() ? "" : " of " + Text.number(flows())).append('\n');
    if (run.isStopped()) {
      out.append("stopped on request; the rest is as it was\n");
    }
    next.forEach(command -> out.append("next: ").append(command).append('\n'));
    return out.toString();
  }
}
