package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.cli.Verified.Problem;
import dev.portage.store.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was verified. */
record VerifyAnswer(Verified verified) implements Answer {
  private static final int MOST_LINES = 100;

  @Override
  public ExitCode exit() {
    return verified.problems().isEmpty() ? ExitCode.OK : ExitCode.INTEGRITY;
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/verify/1").put("store", verified.store());
    root.put("flows", verified.flows()).put("shapes", verified.shapes());
    root.put("journal", verified.entries());
    root.put("lock", verified.lock().isEmpty() ? null : verified.lock());
    root.put("released", verified.locked());
    ArrayNode problems = root.putArray("problems");
    for (Problem each : verified.problems()) {
      problems
          .addObject()
          .put("flow", each.flow().isEmpty() ? null : each.flow())
          .put("problem", each.sentence());
    }
    return root.put("exit", exit().code());
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    verified.problems().stream()
        .limit(MOST_LINES)
        .forEach(each -> out.append(text(each, style)).append('\n'));
    int more = verified.problems().size() - MOST_LINES;
    if (more > 0) {
      out.append("   and ").append(Text.number(more)).append(" more; -o json lists all\n");
    }
    out.append(Text.line(verified.store())).append("   ");
    out.append(Text.count(verified.flows(), "flow")).append(", ");
    out.append(Text.count(verified.shapes(), "shape")).append(", ");
    out.append(
        verified.entries() == 1
            ? "1 entry of journals"
            : Text.number(verified.entries()) + " entries of journals");
    if (!verified.lock().isEmpty()) {
      out.append(", ").append(verified.lock()).append(" with ");
      out.append(Text.count(verified.locked(), "released shape"));
    }
    return out.append('\n')
        .append(
            verified.problems().isEmpty()
                ? "ok"
                : "integrity: " + Text.count(verified.problems().size(), "problem"))
        .append('\n')
        .toString();
  }

  private static String text(Problem problem, Style style) {
    String flow = problem.flow().isEmpty() ? "" : Text.line(problem.flow()) + "   ";
    String sentence = problem.sentence().lines().findFirst().orElse("");
    return style.paint(Tint.RED, style.cross()) + "  " + flow + Text.line(sentence);
  }
}
