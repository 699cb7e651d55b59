package dev.portage.migration;

import java.util.ArrayList;
import java.util.List;

/**
 * What answers a finding.
 *
 * @param lines of code, any of which will do, best first; see {@link Finding#remedies()}
 * @param advice what no line of a book can do; may be empty
 */
record Remedy(List<String> lines, String advice) {
  /** Nothing needs to be done. */
  static final Remedy NONE = new Remedy(List.of(), "");

  Remedy {
    lines = List.copyOf(lines);
  }

  static Remedy of(String... lines) {
    return new Remedy(List.of(lines), "");
  }

  static Remedy advice(String text) {
    return new Remedy(List.of(), text);
  }

  /** A copy with one more line. */
  Remedy or(String line) {
    List<String> more = new ArrayList<>(lines);
    more.add(line);
    return new Remedy(more, advice);
  }

  /** A copy with this advice. */
  Remedy advise(String text) {
    return new Remedy(lines, text);
  }
}
