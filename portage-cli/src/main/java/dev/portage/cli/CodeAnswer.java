package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.migration.FindingCode;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a finding code means. */
record CodeAnswer(FindingCode code) implements Answer {
  private static final int WIDTH = 90;

  @Override
  public JsonNode json() {
    return Json.mapper()
        .createObjectNode()
        .put("schema", "portage/code/1")
        .put("code", code.name())
        .put("severity", code.severity().toString())
        .put("title", code.title())
        .put("explanation", code.explanation());
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    out.append(style.paint(Tint.BOLD, code.name()))
        .append("  ")
        .append(code.severity())
        .append("  ")
        .append(code.title())
        .append('\n');
    wrapped(code.explanation()).forEach(line -> out.append("  ").append(line).append('\n'));
    return out.toString();
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
