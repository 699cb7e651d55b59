package dev.portage.testkit.migration;

import dev.portage.migration.Forecast;
import dev.portage.migration.PlanDocument;
import dev.portage.migration.ReleaseCheck;
import dev.portage.store.FlowQuery;
import dev.portage.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Point 12: what would be done to flows of each released shape is what somebody has approved. */
final class ApprovedPlans {
  /** Set to {@code true} to write what would be done in place of what was approved. */
  static final String APPROVE = "portage.approve";

  private static final List<String> KEPT =
      List.of("type", "variant", "from", "to", "stamp", "verdict", "why", "moves", "undo", "left");

  private ApprovedPlans() {}

  /** Compares, or writes if that is asked for. */
  static void check(Path file, ReleaseCheck check) {
    String now = text(check);
    if (Boolean.getBoolean(APPROVE)) {
      write(file, now);
    }
    if (!Files.exists(file)) {
      throw new AssertionError(
          "there are no approved plans at " + file.toAbsolutePath() + next() + "\n" + now);
    }
    String approved = Release.text(file).replace("\r\n", "\n");
    if (!approved.equals(now)) {
      throw new AssertionError(
          "what would be done is not what was approved in "
              + file
              + difference(approved, now)
              + next());
    }
  }

  private static String next() {
    return "\n  next: look at it; if that is meant, run the test with -D"
        + APPROVE
        + "=true and commit the file";
  }

  private static String difference(String approved, String now) {
    List<String> was = approved.lines().toList();
    List<String> is = now.lines().toList();
    int line = 0;
    while (line < Math.min(was.size(), is.size()) && was.get(line).equals(is.get(line))) {
      line++;
    }
    return "\n  first difference, line "
        + (line + 1)
        + "\n  approved: "
        + (line < was.size() ? was.get(line).strip() : "the end")
        + "\n  now:      "
        + (line < is.size() ? is.get(line).strip() : "the end");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("the plans cannot be written to " + file, e);
    }
  }

  /** Without what changes though no plan does: counts, samples, digests. */
  private static String text(ReleaseCheck check) {
    List<Forecast> forecasts = new ArrayList<>();
    check.shapes().forEach(judged -> forecasts.add(judged.forecast()));
    PlanDocument.Head head =
        new PlanDocument.Head("", FlowQuery.all(), 0, Json.mapper().createArrayNode());
    ObjectNode out = Json.mapper().createObjectNode();
    out.put("schema", "portage/approved/1");
    ArrayNode plans = out.putArray("plans");
    for (JsonNode plan : PlanDocument.of(head, forecasts).json().path("plans")) {
      ObjectNode kept = plans.addObject();
      KEPT.forEach(name -> kept.set(name, plan.path(name).deepCopy()));
    }
    return Json.pretty(out) + "\n";
  }
}
