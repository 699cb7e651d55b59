package dev.portage.cli;

import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a migration did.
 *
 * @param plan what was planned
 * @param tally what came of it
 * @param next commands that may follow; may be empty
 */
record MigrateAnswer(PlanAnswer plan, Tally tally, List<String> next) implements Answer {
  private static final int MOST_LINES = 20;
  private static final Map<String, ExitCode> CODES =
      Map.of(
          "busy", ExitCode.BUSY,
          "blocked", ExitCode.BLOCKED,
          "stuck", ExitCode.STUCK,
          "failed", ExitCode.FAILURE);

  @Override
  public ExitCode exit() {
    List<ExitCode> codes = new ArrayList<>();
    codes.add(plan.exit());
    tally.counts().keySet().forEach(word -> codes.add(CODES.getOrDefault(word, ExitCode.OK)));
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
    root.put("schema", "portage/migrate/1").put("store", plan.store());
    root.put("selected", tally.tried());
    for (String word : List.of("migrated", "busy", "blocked", "stuck", "newer", "failed")) {
      root.put(word, tally.count(word));
    }
    root.put("current", tally.count("current") + tally.count("finished"));
    root.put("interrupted", tally.isStopped());
    ArrayNode left = root.putArray("leftAlone");
    tally
        .leftAlone()
        .forEach(
            one ->
                left.addObject()
                    .put("flow", one.flow())
                    .put("type", one.type())
                    .put("outcome", one.word())
                    .put("why", one.why()));
    root.put("exit", exit().code());
    root.set("plan", plan.json());
    return root;
  }

  @Override
  public String text(Style style) {
    if (tally.tried() == 0) {
      return "nothing was migrated\n";
    }
    StringBuilder out = new StringBuilder();
    List<String> parts = new ArrayList<>();
    tally.counts().forEach((word, count) -> parts.add(Text.number(count) + " " + word));
    out.append(Text.count(tally.tried(), "flow")).append(" tried: ");
    out.append(String.join(", ", parts)).append('\n');
    if (tally.isStopped()) {
      out.append("stopped on request; the rest is as it was\n");
    }
    Table table = new Table("   ", Set.of());
    tally.leftAlone().stream()
        .limit(MOST_LINES)
        .forEach(
            one ->
                table.row(
                    one.word(),
                    Text.line(one.flow()),
                    Text.line(one.why().lines().findFirst().orElse(""))));
    out.append(table.in(style));
    int more = tally.leftAlone().size() - MOST_LINES;
    if (more > 0) {
      out.append("   and ").append(Text.number(more)).append(" more; -o json lists all\n");
    }
    next.forEach(command -> out.append("next: ").append(command).append('\n'));
    return out.toString();
  }
}
