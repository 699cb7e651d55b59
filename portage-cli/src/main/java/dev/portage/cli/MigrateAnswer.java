package dev.portage.cli;

import dev.portage.fleet.Ending;
import dev.portage.fleet.Fate;
import dev.portage.fleet.FleetReport;
import dev.portage.fleet.LeftAlone;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a migration did, or would do.
 *
 * @param plan what was planned
 * @param report what came of it; null if no flow was to be migrated
 * @param next commands that may follow; may be empty
 */
record MigrateAnswer(PlanAnswer plan, @Nullable FleetReport report, List<String> next)
    implements Answer {
  private static final int MOST_LINES = 20;
  private static final List<Fate> TOLD =
      List.of(
          Fate.MIGRATED,
          Fate.BUSY,
          Fate.BLOCKED,
          Fate.STUCK,
          Fate.NEWER,
          Fate.FAILED,
          Fate.CURRENT,
          Fate.WAITING);
  private static final Map<Fate, ExitCode> CODES =
      Map.of(
          Fate.BUSY, ExitCode.BUSY,
          Fate.BLOCKED, ExitCode.BLOCKED,
          Fate.STUCK, ExitCode.STUCK,
          Fate.FAILED, ExitCode.FAILURE);
  private static final Map<Ending.Kind, ExitCode> ENDS =
      Map.of(
          Ending.Kind.STOPPED, ExitCode.INTERRUPTED,
          Ending.Kind.CANARY, ExitCode.FAILURE,
          Ending.Kind.FAILURES, ExitCode.FAILURE,
          Ending.Kind.BROKEN, ExitCode.FAILURE);

  @Override
  public ExitCode exit() {
    List<ExitCode> codes = new ArrayList<>();
    codes.add(plan.exit());
    if (report != null) {
      codes.add(ENDS.getOrDefault(report.ending().kind(), ExitCode.OK));
      CODES.forEach((fate, code) -> codes.add(count(fate) > 0 ? code : ExitCode.OK));
      if (areAllUnreadable(report)) {
        codes.removeIf(code -> code == ExitCode.FAILURE);
        codes.add(ExitCode.INTEGRITY);
      }
    }
    return ExitCode.worst(codes);
  }

  /** Whether nothing failed but what cannot be read. */
  private boolean areAllUnreadable(FleetReport report) {
    List<LeftAlone> failed =
        report.leftAlone().stream().filter(one -> one.fate() == Fate.FAILED).toList();
    return !failed.isEmpty()
        && failed.size() == count(Fate.FAILED)
        && report.ending().kind() == Ending.Kind.DONE
        && failed.stream().allMatch(this::cannotBeRead);
  }

  private boolean cannotBeRead(LeftAlone one) {
    return plan.unreadable().flows().stream()
        .anyMatch(flow -> one.flow().text().equals(flow.flow()));
  }

  private long count(Fate fate) {
    return report == null ? 0 : report.books().count(fate);
  }

  private boolean isDryRun() {
    return report != null && report.run() == null;
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/migrate/1").put("store", plan.store());
    counts(root);
    ArrayNode left = root.putArray("leftAlone");
    leftAlone()
        .forEach(
            one ->
                left.addObject()
                    .put("flow", one.flow().text())
                    .put("type", one.type())
                    .put("outcome", one.fate().toString())
                    .put("why", Tally.why(one.outcome())));
    root.put("exit", exit().code());
    root.set("plan", plan.json());
    return root;
  }

  @Override
  public JsonNode event() {
    ObjectNode event = Json.mapper().createObjectNode().put("event", "summary");
    counts(event);
    return event.put("exit", exit().code());
  }

  private void counts(ObjectNode node) {
    node.put("run", report == null || report.run() == null ? null : report.run().text());
    node.put("dryRun", isDryRun());
    node.put("selected", report == null ? 0 : report.books().selected());
    TOLD.forEach(fate -> node.put(fate.toString(), count(fate)));
    Ending ending = report == null ? null : report.ending();
    node.put("interrupted", ending != null && ending.kind() == Ending.Kind.STOPPED);
    node.put("why", ending == null ? "" : ending.why());
  }

  private List<LeftAlone> leftAlone() {
    return report == null ? List.of() : report.leftAlone();
  }

  @Override
  public String text(Style style) {
    if (report == null) {
      return "nothing was migrated\n";
    }
    List<String> parts = new ArrayList<>();
    for (Fate fate : TOLD) {
      if (count(fate) > 0) {
        parts.add(Text.number(count(fate)) + " " + (isDryRun() ? would(fate) : fate));
      }
    }
    StringBuilder out = new StringBuilder();
    out.append(Text.count(report.books().selected(), "flow"));
    out.append(isDryRun() ? " rehearsed: " : " selected: ").append(String.join(", ", parts));
    out.append(report.run() == null ? "" : "   run " + report.run()).append('\n');
    out.append(isDryRun() ? "dry run: nothing was changed\n" : "");
    if (report.ending().cause() == null && !report.ending().why().isEmpty()) {
      out.append(Text.line(report.ending().why())).append('\n');
    }
    out.append(leftAlone(style));
    next.forEach(command -> out.append("next: ").append(command).append('\n'));
    return out.toString();
  }

  private static String would(Fate fate) {
    return fate == Fate.MIGRATED ? "would be migrated" : fate.toString();
  }

  /** As many as a person reads. */
  private String leftAlone(Style style) {
    Table table = new Table("   ", Set.of());
    leftAlone().stream()
        .limit(MOST_LINES)
        .forEach(
            one ->
                table.row(
                    one.fate().toString(),
                    Text.line(one.flow().text()),
                    Text.line(Tally.why(one.outcome()).lines().findFirst().orElse(""))));
    long all =
        TOLD.stream()
            .filter(fate -> fate != Fate.MIGRATED && fate != Fate.CURRENT && fate != Fate.WAITING)
            .mapToLong(this::count)
            .sum();
    long more = all - Math.min(MOST_LINES, leftAlone().size());
    return table.in(style)
        + (more > 0 ? "   and " + Text.number(more) + " more; -o ndjson lists all\n" : "");
  }
}
