package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.migration.StepDraft;
import dev.portage.migration.StepDraft.Question;
import dev.portage.store.Json;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A step that was drafted.
 *
 * @param files what was written
 * @param next what to do now, a line each
 */
record NewAnswer(Drafted drafted, StepDraft draft, List<Path> files, List<String> next)
    implements Answer {
  /**
   * What was drafted.
   *
   * @param step its id
   */
  record Drafted(DraftSubject subject, String step) {}

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/draft/1")
        .put("step", drafted.step)
        .put("type", drafted.subject.flow())
        .put("from", drafted.subject.stored().fingerprint().hex())
        .put("to", drafted.subject.target().fingerprint().hex());
    draft.operations().forEach(one -> root.withArray("operations").add(one.describe()));
    draft.questions().stream().map(Question::gone).forEach(root.putArray("undecided")::add);
    files.stream().map(Path::toString).forEach(root.putArray("files")::add);
    return root;
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    out.append(style.paint(Tint.BOLD, drafted.step)).append('\n');
    draft
        .operations()
        .forEach(
            one -> {
              String symbol = style.symbol(one.symbol());
              out.append("  ").append(style.paint(Style.tintOf(one.symbol()), symbol));
              out.append(' ').append(Text.line(one.describe())).append('\n');
            });
    draft
        .questions()
        .forEach(
            one -> {
              out.append("  ").append(style.paint(Tint.RED, "?")).append(" undecided ");
              out.append(Text.line(one.gone())).append('\n');
            });
    files.forEach(file -> out.append("wrote ").append(Text.line(file.toString())).append('\n'));
    String lead = "next: ";
    for (String line : next) {
      out.append(lead).append(line).append('\n');
      lead = "      ";
    }
    return out.toString();
  }
}
