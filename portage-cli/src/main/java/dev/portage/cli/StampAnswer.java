package dev.portage.cli;

import dev.portage.store.Json;
import dev.portage.store.RunId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which flows were stamped, or would be.
 *
 * @param plan with what
 * @param selected how many flows have another stamp
 * @param run under which the journal has it; null if nothing was to be written
 * @param tally what came of it
 * @param next commands that may follow; may be empty
 */
record StampAnswer(
    StampPlan plan, long selected, @Nullable RunId run, Tally tally, List<String> next)
    implements Answer {
  @Override
  public ExitCode exit() {
    List<ExitCode> codes = new ArrayList<>();
    codes.add(tally.count("failed") > 0 ? ExitCode.INTEGRITY : ExitCode.OK);
    codes.add(tally.count("busy") > 0 ? ExitCode.BUSY : ExitCode.OK);
    codes.add(tally.isStopped() ? ExitCode.INTERRUPTED : ExitCode.OK);
    codes.add(tally.broken() == null ? ExitCode.OK : ExitCode.FAILURE);
    return ExitCode.worst(codes);
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/stamp/1").put("store", plan.store());
    root.put("dryRun", run == null).put("run", run == null ? null : run.text());
    root.put("selected", selected).put("stamped", tally.count("stamped"));
    root.put("busy", tally.count("busy")).put("failed", tally.count("failed"));
    root.put("interrupted", tally.isStopped());
    ArrayNode shapes = root.putArray("shapes");
    for (StampPlan.Line line : plan.lines()) {
      ObjectNode node = shapes.addObject();
      node.put("type", line.flows().flow())
          .put("fingerprint", line.flows().shape().fingerprint().hex())
          .put("flows", line.flows().unfinished());
      line.flows().shape().stamp().heads().forEach(node.putArray("from")::add);
      line.stamp().heads().forEach(node.putArray("to")::add);
      node.put("then", line.then());
    }
    ArrayNode leftAlone = root.putArray("leftAlone");
    tally
        .leftAlone()
        .forEach(
            one ->
                leftAlone
                    .addObject()
                    .put("flow", one.flow())
                    .put("why", one.word() + ": " + one.why()));
    root.put("exit", exit().code());
    return root;
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    if (run == null) {
      out.append(plan.text(style));
      out.append(
          selected == 0
              ? "no flow has another stamp\n"
              : Text.count(selected, "flow") + " would be stamped; dry run: nothing was changed\n");
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
