package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.migration.Operation;
import dev.portage.migration.SquashProof.Comparison;
import dev.portage.migration.SquashProof.Result;
import dev.portage.migration.Step;
import dev.portage.store.Json;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step in place of several.
 *
 * @param proof how it compares with those, on each kind of flows
 * @param written the step as it is written
 * @param file where; null if it is only shown, or not the same
 * @param next what to do now
 */
record SquashAnswer(
    Step step, List<Comparison> proof, String written, @Nullable Path file, List<String> next)
    implements Answer {
  private boolean isSame() {
    return proof.stream().noneMatch(each -> each.result() == Result.DIFFERENT);
  }

  @Override
  public ExitCode exit() {
    return isSame() ? ExitCode.OK : ExitCode.STUCK;
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/squash/1").put("step", step.id());
    step.replaces().forEach(root.putArray("replaces")::add);
    ArrayNode operations = root.putArray("operations");
    step.operations().forEach(each -> operations.add(each.describe()));
    ArrayNode compared = root.putArray("compared");
    for (Comparison each : proof) {
      compared
          .addObject()
          .put("fingerprint", each.flows().stored().fingerprint().hex())
          .put("result", each.result().toString())
          .put("why", each.why());
    }
    root.put("file", file == null ? null : file.toString()).put("text", isSame() ? written : null);
    return root.put("exit", exit().code());
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder(style.paint(Tint.BOLD, Text.line(step.id())));
    out.append("   in place of ").append(Text.line(String.join(", ", step.replaces())));
    out.append('\n');
    for (Operation each : step.operations()) {
      out.append("  ").append(PlanText.operation(each, style)).append('\n');
    }
    for (Comparison each : proof) {
      boolean isDifferent = each.result() == Result.DIFFERENT;
      out.append("  on ").append(each.flows().stored().fingerprint().brief()).append("   ");
      out.append(style.paint(isDifferent ? Tint.RED : Tint.NONE, each.result().toString()));
      out.append(each.why().isEmpty() ? "" : ": " + Text.line(each.why())).append('\n');
    }
    if (!isSame()) {
      return out.append("it would not do the same; nothing was written\n").toString();
    }
    if (proof.stream().noneMatch(each -> each.result() == Result.SAME)) {
      out.append("no flow that is known needs these steps, so nothing could be compared\n");
    }
    if (file == null) {
      out.append('\n').append(written).append('\n');
    } else {
      out.append("wrote ").append(Text.line(file.toString())).append('\n');
    }
    String lead = "next: ";
    for (String line : next) {
      out.append(lead).append(line).append('\n');
      lead = "      ";
    }
    return out.toString();
  }
}
