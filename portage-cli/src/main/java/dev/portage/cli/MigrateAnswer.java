package dev.portage.cli;

import dev.portage.store.Json;
import dev.portage.store.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a migration did.
 *
 * @param plan what was planned
 * @param run under which the journal has it; null if nothing was to be written
 * @param tally what came of it
 * @param next commands that may follow; may be empty
 */
record MigrateAnswer(PlanAnswer plan, @Nullable RunId run, Tally tally, List<String> next)
    implements Answer {
  private static final Map<String, ExitCode> CODES =
      Map.of(
          "busy", ExitCode.BUSY,
          "blocked", ExitCode.BLOCKED,
          "stuck", ExitCode.STUCK);

  @Override
  public ExitCode exit() {
    List<ExitCode> codes = new ArrayList<>();
    codes.add(plan.exit());
    tally.counts().keySet().forEach(word -> codes.add(CODES.getOrDefault(word, ExitCode.OK)));
    tally.leftAlone().stream()
        .filter(one -> one.word().equals("failed"))
        .forEach(one -> codes.add(cannotBeRead(one) ? ExitCode.INTEGRITY : ExitCode.FAILURE));
    if (tally.isStopped()) {
      codes.add(ExitCode.INTERRUPTED);
    }
    if (tally.broken() != null) {
      codes.add(ExitCode.FAILURE);
    }
    return ExitCode.worst(codes);
  }

  private boolean cannotBeRead(Tally.LeftAlone one) {
    return plan.unreadable().flows().stream().anyMatch(flow -> one.flow().equals(flow.flow()));
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/migrate/1").put("store", plan.store());
    root.put("run", run == null ? null : run.text());
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
      return plan.migratable() == 0 || run == null
          ? "nothing was migrated\n"
          : "nothing was left to migrate: somebody else has carried these flows over meanwhile\n";
    }
    StringBuilder out = new StringBuilder();
    List<String> parts = new ArrayList<>();
    tally.counts().forEach((word, count) -> parts.add(Text.number(count) + " " + word));
    out.append(Text.count(tally.tried(), "flow")).append(" tried: ");
    out.append(String.join(", ", parts));
    out.append(run == null ? "" : "   run " + run).append('\n');
    if (tally.isStopped()) {
      out.append("stopped on request; the rest is as it was\n");
    }
    out.append(tally.leftAlone(style));
    next.forEach(command -> out.append("next: ").append(command).append('\n'));
    return out.toString();
  }
}
