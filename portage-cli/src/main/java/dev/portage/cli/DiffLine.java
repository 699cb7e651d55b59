package dev.portage.cli;

import dev.portage.shape.Inconsistency;
import dev.portage.shape.Inconsistency.TaskAdded;
import dev.portage.shape.Inconsistency.TaskRemoved;

/** One difference on one line. */
final class DiffLine {
  private DiffLine() {}

  /** {@code removed}, {@code added} or {@code changed}. */
  static String kind(Inconsistency one) {
    if (one instanceof TaskRemoved) {
      return "removed";
    }
    return one instanceof TaskAdded ? "added" : "changed";
  }

  static String text(Inconsistency one, Style style) {
    String symbol =
        switch (kind(one)) {
          case "removed" -> "-";
          case "added" -> "+";
          default -> "~";
        };
    return style.paint(Style.tintOf(symbol), symbol + " " + Text.line(one.describe()));
  }
}
