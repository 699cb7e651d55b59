package dev.portage.migration;

import dev.portage.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mistakes of a book that no single step shows. */
final class BookChecks {
  private BookChecks() {}

  static List<Problem> of(List<Step> steps, Set<String> retiredSteps) {
    List<Problem> problems = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    for (Step step : steps) {
      if (!ids.add(step.id())) {
        problems.add(
            new Problem("step " + step.id(), "stands twice in the book", "give one another id"));
      }
      if (retiredSteps.contains(step.id())) {
        problems.add(
            new Problem("step " + step.id(), "is retired", "remove it, or give it another id"));
      }
    }
    Set<String> known = new HashSet<>(ids);
    known.addAll(retiredSteps);
    steps.forEach(step -> known.addAll(step.replaces()));
    for (Step step : steps) {
      for (String parent : step.after()) {
        if (!known.contains(parent)) {
          problems.add(
              new Problem(
                  "step " + step.id(),
                  "comes after '" + parent + "', which is not in the book",
                  "name one of " + ids + ", or list it in retiredSteps(..)"));
        }
      }
    }
    problems.addAll(new SquashChecks(steps, retiredSteps).problems());
    problems.addAll(cycles(steps));
    if (problems.isEmpty()) {
      problems.addAll(overlaps(StepGraph.inOrder(steps)));
    }
    return problems;
  }

  private static List<Problem> cycles(List<Step> steps) {
    Set<String> left = new LinkedHashSet<>();
    steps.forEach(step -> left.add(step.id()));
    StepGraph.inOrder(steps).forEach(step -> left.remove(step.id()));
    return left.isEmpty()
        ? List.of()
        : List.of(
            new Problem(
                "steps " + left, "come after each other in a circle", "remove one after(..)"));
  }

  /** Pairs of steps that share a name and that no after(..) orders; the steps are in order. */
  private static List<Problem> overlaps(List<Step> steps) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Set<String>> parents = StepGraph.parents(steps);
    Map<String, Set<String>> ancestors = new HashMap<>();
    Map<String, List<Step>> byName = new HashMap<>();
    Set<String> reported = new HashSet<>();
    for (Step step : steps) {
      Set<String> above = new HashSet<>();
      for (String parent : parents.getOrDefault(step.id(), Set.of())) {
        above.add(parent);
        above.addAll(ancestors.getOrDefault(parent, Set.of()));
      }
      ancestors.put(step.id(), above);
      for (String name : step.footprint()) {
        List<Step> users = byName.computeIfAbsent(name, n -> new ArrayList<>());
        for (Step other : users) {
          if (!above.contains(other.id())
              && !areNeverFoldedTogether(step, other)
              && reported.add(other.id() + "\n" + step.id())) {
            problems.add(
                new Problem(
                    FindingCode.STEP02 + " steps " + other.id() + " and " + step.id(),
                    "both touch '" + name + "'",
                    "order them with after(..)"));
          }
        }
        users.add(step);
      }
    }
    return problems;
  }

  private static boolean areNeverFoldedTogether(Step some, Step other) {
    return some.replaces().contains(other.id()) || other.replaces().contains(some.id());
  }
}
