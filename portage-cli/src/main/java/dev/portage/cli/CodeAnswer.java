package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.migration.FindingCode;
import dev.portage.store.Json;
import tools.jackson.databind.JsonNode;

/** What a finding code means: its page of the reference. */
record CodeAnswer(FindingCode code) implements Answer {
  @Override
  public JsonNode json() {
    return Json.mapper()
        .createObjectNode()
        .put("schema", "portage/code/1")
        .put("code", code.name())
        .put("severity", code.severity().toString())
        .put("title", code.title())
        .put("explanation", code.explanation())
        .put("page", code.page());
  }

  /** The page without its marks: headings in bold, code indented. */
  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    boolean inCode = false;
    for (String line : code.page().lines().toList()) {
      if (line.startsWith("```")) {
        inCode = !inCode;
      } else if (inCode) {
        out.append("    ").append(line).append('\n');
      } else if (line.startsWith("#")) {
        out.append(style.paint(Tint.BOLD, line.replaceFirst("^#+ ", ""))).append('\n');
      } else {
        out.append(line.replace("`", "")).append('\n');
      }
    }
    return out.toString();
  }
}
