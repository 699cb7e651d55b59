package dev.portage.cli;

import dev.portage.store.RunNote;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What is kept of a run, for people. */
record KeptRun(RunNote note) {
  private static final int MOST_LINES = 20;

  /** Who and when, what was asked for, how it ended, and whom it left alone. */
  String text() {
    JsonNode report = note.report().tree();
    StringBuilder out = new StringBuilder();
    out.append("by ").append(Text.line(note.actor()));
    out.append(", ").append(Text.time(note.began()));
    out.append(note.ended() == null ? ", no end known" : " to " + Text.time(note.ended()));
    out.append(ending(report)).append('\n');
    line(out, "asked for", asked(report.path("options")));
    line(out, "of", selection(report.path("selection")));
    line(out, "flows", counts(report.path("books")));
    List<JsonNode> left = report.path("leftAlone").valueStream().toList();
    left.stream()
        .limit(MOST_LINES)
        .forEach(
            one ->
                line(
                    out,
                    one.path("fate").asString(""),
                    Text.line(one.path("flow").asString(""))
                        + "  "
                        + Text.line(one.path("why").asString(""))));
    if (left.size() > MOST_LINES) {
      out.append("  and ").append(left.size() - MOST_LINES).append(" more: -o json lists them\n");
    }
    return out.toString();
  }

  private static String ending(JsonNode report) {
    String why = report.path("why").asString("");
    return why.isEmpty() ? "" : ": " + Text.line(why);
  }

  private static void line(StringBuilder out, String what, String text) {
    if (!text.isEmpty()) {
      out.append("  ").append(what).append(": ").append(text).append('\n');
    }
  }

  /** What differs from nothing at all. */
  private static String asked(JsonNode options) {
    List<String> words = new ArrayList<>();
    options.forEachEntry(
        (name, value) -> {
          boolean isSaid = value.isBoolean() ? value.booleanValue() : value.asDouble(0) != 0;
          if (isSaid) {
            words.add(name + "=" + Text.line(value.asString("")));
          }
        });
    return String.join(" ", words);
  }

  /** What only some flows are; empty if all were asked for. */
  private static String selection(JsonNode selection) {
    List<String> words = new ArrayList<>();
    selection.forEachEntry(
        (name, value) -> {
          if (value.isString()) {
            words.add(name + "=" + Text.line(value.stringValue()));
          } else if (!value.isEmpty()) {
            words.add(name + "=" + Text.line(value.toString()));
          }
        });
    return String.join(" ", words);
  }

  private static String counts(JsonNode books) {
    List<String> words = new ArrayList<>();
    books.forEachEntry(
        (name, value) -> {
          if (value.longValue() > 0) {
            words.add(Text.number(value.longValue()) + " " + name);
          }
        });
    return String.join(", ", words);
  }
}
