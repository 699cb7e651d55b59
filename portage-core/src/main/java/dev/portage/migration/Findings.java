package dev.portage.migration;

import java.util.ArrayList;
import java.util.List;

/** What was found of one flow, each as it is after what a step allows. Used by one thread. */
final class Findings {
  private final List<Finding> all = new ArrayList<>();
  private final List<Move.By> taken = new ArrayList<>();

  /** The operations of this step or rule act from now on. */
  void takes(Move.By step) {
    taken.add(step);
  }

  /** Something that a step or rule has caused. */
  void add(Move.By cause, Finding finding) {
    all.add(judged(finding.causedBy(cause), cause));
  }

  /** In the order in which they were found. */
  List<Finding> all() {
    return all;
  }

  /** A finding that is nobody's doing, as it is after what any step allows. */
  Finding judged(Finding finding) {
    for (Move.By step : taken) {
      if (step.allowed().containsKey(finding.code())) {
        return judged(finding, step);
      }
    }
    return finding;
  }

  private static Finding judged(Finding finding, Move.By cause) {
    String why = cause.allowed().get(finding.code());
    return why == null ? finding : finding.allowed(cause, why);
  }
}
