package dev.portage.cli;

import dev.portage.migration.Forecast;
import dev.portage.migration.Plan;
import dev.portage.migration.Verdict;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.Inconsistency.TaskAdded;
import dev.portage.shape.Inconsistency.TaskRemoved;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The command that drafts what is missing. */
final class DraftHint {
  private DraftHint() {}

  /**
   * For flows that are stuck because nobody has said what became of them; empty for others.
   *
   * @param options where they are and what code it is; empty, or beginning with a space
   */
  static Optional<String> of(Forecast forecast, String options) {
    if (forecast.verdict() != Verdict.STUCK
        || !(forecast.plan() instanceof Plan.Stuck stuck)
        || stuck.left().isEmpty()
        || !stuck.findings().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Shell.portage()
            + " new "
            + name(stuck.left())
            + " --type "
            + Shell.word(forecast.line().flow())
            + " --from "
            + forecast.line().shape().fingerprint().brief()
            + options);
  }

  /** What it may be called, such as {@code drop-fraud}. */
  private static String name(List<Inconsistency> left) {
    Inconsistency first =
        left.stream().filter(TaskRemoved.class::isInstance).findFirst().orElse(left.get(0));
    boolean isReplaced = left.stream().anyMatch(TaskAdded.class::isInstance);
    String verb = !(first instanceof TaskRemoved) ? "change-" : isReplaced ? "replace-" : "drop-";
    return verb + first.atom().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
