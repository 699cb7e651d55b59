package dev.portage.fleet;

import dev.portage.migration.Finding;
import dev.portage.migration.Outcome;
import dev.portage.store.Json;
import dev.portage.store.Payload;
import dev.portage.store.RunNote;
import dev.portage.store.SelectionJson;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a store keeps of a run, as JSON. */
final class RunReport {
  /** Of more flows that were left alone only the number is kept. */
  private static final int MOST_LEFT_ALONE = 200;

  private RunReport() {}

  /** Of a run that begins. */
  static Payload begun(FleetPlan plan, FleetOptions options, Books books) {
    return Payload.of(head(plan, options, books));
  }

  /** Of one that has come to its end. */
  static Payload ended(FleetPlan plan, FleetOptions options, FleetReport report) {
    ObjectNode root = head(plan, options, report.books());
    root.put("ending", report.ending().kind().name()).put("why", report.ending().why());
    root.put("surprises", report.surprises()).put("seconds", report.took().toMillis() / 1e3);
    ArrayNode left = root.putArray("leftAlone");
    report.leftAlone().stream()
        .limit(MOST_LEFT_ALONE)
        .forEach(
            one ->
                left.addObject()
                    .put("flow", one.flow().text())
                    .put("type", one.type())
                    .put("fate", one.fate().toString())
                    .put("why", why(one.outcome())));
    return Payload.of(root);
  }

  private static ObjectNode head(FleetPlan plan, FleetOptions options, Books books) {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("format", RunNote.FORMAT);
    ObjectNode asked = root.putObject("options");
    asked.put("canary", options.canary());
    asked.put("parallelism", options.parallelism());
    asked.put("perSecond", options.perSecond());
    asked.put("limit", options.limit());
    asked.put("stopAfterFailures", options.stopAfterFailures());
    asked.put("patienceSeconds", options.patience().toSeconds());
    asked.put("oneByOne", options.isOneByOne());
    SelectionJson.write(plan.query(), root.putObject("selection"));
    ArrayNode shapes = root.putArray("shapes");
    plan.planned()
        .forEach(
            forecast ->
                shapes
                    .addObject()
                    .put("flow", forecast.line().flow())
                    .put("variant", forecast.line().variant())
                    .put("fingerprint", forecast.line().shape().fingerprint().hex())
                    .put("flows", forecast.line().unfinished()));
    ObjectNode counts = root.putObject("books");
    counts.put("selected", books.selected());
    for (Fate fate : Fate.values()) {
      counts.put(fate.toString(), books.count(fate));
    }
    return root;
  }

  private static String why(Outcome outcome) {
    if (outcome instanceof Outcome.Blocked blocked) {
      List<Finding> errors = blocked.findings().stream().filter(Finding::isError).toList();
      return errors.isEmpty() ? "" : errors.get(0).code() + " " + errors.get(0).sentence();
    }
    if (outcome instanceof Outcome.Busy busy) {
      return busy.owner() == null ? "" : "driven by " + busy.owner() + " until " + busy.until();
    }
    if (outcome instanceof Outcome.Stuck stuck) {
      return stuck.why();
    }
    if (outcome instanceof Outcome.Newer newer) {
      return newer.why();
    }
    return outcome instanceof Outcome.Failed failed ? failed.why() : "";
  }
}
