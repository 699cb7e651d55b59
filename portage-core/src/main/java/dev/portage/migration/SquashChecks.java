package dev.portage.migration;

import dev.portage.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mistakes of steps that replace others. */
final class SquashChecks {
  private final List<Step> steps;
  private final Set<String> retired;
  private final Map<String, Step> byId = new HashMap<>();
  private final Map<String, Set<String>> ancestors = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  SquashChecks(List<Step> steps, Set<String> retired) {
    this.steps = steps;
    this.retired = retired;
    steps.forEach(step -> byId.put(step.id(), step));
    for (Step step : StepGraph.inOrder(steps)) {
      Set<String> above = new HashSet<>(step.after());
      step.after().forEach(parent -> above.addAll(ancestors.getOrDefault(parent, Set.of())));
      ancestors.put(step.id(), above);
    }
  }

  List<Problem> problems() {
    Map<String, String> replacedBy = new HashMap<>();
    for (Step step : steps) {
      for (String id : step.replaces()) {
        String other = replacedBy.put(id, step.id());
        if (other != null) {
          String twice =
              other.equals(step.id()) ? "twice" : "which step " + other + " replaces too";
          mistake(step, "replaces '" + id + "' " + twice, "name it once");
        }
        if (retired.contains(id)) {
          mistake(step, "replaces '" + id + "', which is retired", "remove it from one of the two");
        }
      }
      if (step.replaces().contains(step.id())) {
        mistake(step, "replaces itself", "give it an id of its own");
      } else if (!step.replaces().isEmpty()) {
        chain(step);
      }
    }
    return problems;
  }

  private void chain(Step squash) {
    List<String> there = squash.replaces().stream().filter(byId::containsKey).toList();
    if (there.isEmpty()) {
      return; // they were checked when they stood here
    }
    Set<String> missing = new LinkedHashSet<>(squash.replaces());
    missing.removeAll(byId.keySet());
    if (!missing.isEmpty()) {
      mistake(
          squash,
          "replaces " + there + ", which are in the book, and " + missing + ", which are not",
          "put those back, or remove these as well");
      return;
    }
    String last = there.get(there.size() - 1);
    Set<String> loose = new LinkedHashSet<>(there);
    loose.remove(last);
    loose.removeAll(ancestors.getOrDefault(last, Set.of()));
    if (!loose.isEmpty()) {
      mistake(
          squash,
          "replaces " + loose + ", which '" + last + "' does not come after",
          "name the step that came after all others last, and replace what stands apart by a step"
              + " of its own");
    }
    between(squash, there);
  }

  /** What is neither replaced nor wholly before or behind what is. */
  private void between(Step squash, List<String> replaced) {
    Set<String> between = new LinkedHashSet<>();
    for (String id : replaced) {
      for (String above : ancestors.getOrDefault(id, Set.of())) {
        Set<String> before = ancestors.getOrDefault(above, Set.of());
        if (!replaced.contains(above) && replaced.stream().anyMatch(before::contains)) {
          between.add(above);
        }
      }
    }
    if (!between.isEmpty()) {
      mistake(
          squash,
          "replaces " + replaced + ", and " + between + " comes between them",
          "replace " + between + " too");
    }
  }

  private void mistake(Step step, String sentence, String remedy) {
    problems.add(new Problem("step " + step.id(), sentence, remedy));
  }
}
