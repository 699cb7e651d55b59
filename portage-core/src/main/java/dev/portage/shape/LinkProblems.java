package dev.portage.shape;

import dev.portage.model.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mistakes in the links of one graph flow. */
final class LinkProblems {
  private LinkProblems() {}

  /** Ends that are no parts of it, and links that are declared twice. */
  static List<Problem> of(ShapeGroup group, Set<String> parts) {
    List<Problem> problems = new ArrayList<>();
    Set<Map.Entry<String, String>> seen = new HashSet<>();
    for (ShapeLink link : group.links()) {
      for (String end : List.of(link.from(), link.to())) {
        if (!parts.contains(end)) {
          problems.add(
              new Problem(
                  group.name(),
                  "the link " + link + " names '" + end + "'",
                  "a link joins two parts of the same graph flow: " + parts));
        }
      }
      if (!seen.add(Map.entry(link.from(), link.to()))) {
        problems.add(
            new Problem(
                group.name(),
                "the link " + link + " is declared twice",
                "declare it once; what two deciders of it say, one can"));
      }
    }
    return problems;
  }
}
