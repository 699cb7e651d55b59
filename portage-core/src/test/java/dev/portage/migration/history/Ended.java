package dev.portage.migration.history;

import dev.portage.migration.Finding;
import dev.portage.migration.history.Cut.Ending;
import dev.portage.model.FlowState;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How a replay ended, in a word and what belongs to it.
 *
 * @param kind the word
 * @param what codes of findings, or kinds of hazards, joined by {@code +}; empty for clean
 * @param detail for people
 */
record Ended(Kind kind, String what, String detail) {
  /** The columns of the table. */
  enum Kind {
    CLEAN("clean"),
    REFUSED("refused, with findings"),
    FAILED("failed at run time"),
    SILENT("silent hazard");

    final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  /**
   * Judges the end of one replay.
   *
   * @param decided whether the book says that this task runs late, or that its revert is given up
   */
  static Ended of(Cut cut, Stubs stubs, Ending ending, Predicate<String> decided) {
    if (ending.isRefused()) {
      return new Ended(
          Kind.REFUSED,
          ending.findings().stream()
              .filter(Finding::isError)
              .map(finding -> finding.code().name())
              .collect(Collectors.toCollection(TreeSet::new))
              .stream()
              .collect(Collectors.joining("+")),
          String.valueOf(ending.refused()));
    }
    Hazards hazards = Hazards.in(cut, stubs).without(decided);
    if (ending.reached().state() != FlowState.SUCCESS) {
      return new Ended(Kind.FAILED, "", ending.reached() + " " + ending.reached().failures());
    }
    return hazards.isEmpty()
        ? new Ended(Kind.CLEAN, "", "")
        : new Ended(Kind.SILENT, hazards.kinds(), hazards.toString());
  }

  /** What TaskFlow did. */
  static Ended ofTaskFlow(String result) {
    String what = result.substring(result.indexOf(':') + 1);
    if (result.startsWith("ok-clean")) {
      return new Ended(Kind.CLEAN, "", "");
    }
    if (result.startsWith("ok-silent")) {
      return new Ended(
          Kind.SILENT, what.replace("renamed-rerun", "rerun").replace("late-run", "late"), "");
    }
    return new Ended(result.startsWith("load") ? Kind.REFUSED : Kind.FAILED, what, "");
  }

  /** In the golden file. */
  @Override
  public String toString() {
    return kind == Kind.REFUSED ? what : kind == Kind.CLEAN ? "clean" : kind + " " + what;
  }
}
