package dev.portage.migration.frontier;

import dev.portage.migration.BookDraft;
import dev.portage.migration.Move;
import dev.portage.migration.Operation;
import dev.portage.migration.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What became of the atoms of the old flow, by the words of the moves alone. */
final class Heritage {
  private final Map<String, List<String>> heirs = new HashMap<>();
  private final Set<String> reset = new HashSet<>();
  private final Set<String> born = new HashSet<>();

  private Heritage() {}

  /**
   * Follows the moves of a plan.
   *
   * @param plan null if there was none to be followed
   */
  static Heritage of(FrontierCase on, Plan.Ready plan) {
    Heritage heritage = new Heritage();
    on.old().leaves().forEach(leaf -> heritage.heirs.put(leaf.name(), List.of(leaf.name())));
    if (plan != null) {
      for (Move move : plan.moves()) {
        for (Operation operation : move.operations()) {
          String line = operation.line();
          BookDraft.read(line).forEach((method, names) -> heritage.follow(method, names));
        }
      }
    }
    return heritage;
  }

  private void follow(String method, List<String> names) {
    switch (method) {
      case "rename" -> replace(names.get(0), List.of(names.get(1)));
      case "split" -> replace(names.get(0), names.subList(1, names.size()));
      case "merge" -> {
        String whole = names.get(names.size() - 1);
        names.subList(0, names.size() - 1).forEach(part -> replace(part, List.of(whole)));
      }
      case "drop" -> replace(names.get(0), List.of());
      case "reset" -> reset.add(names.get(0));
      case "seed" -> born.add(names.get(0));
      default -> {}
    }
  }

  private void replace(String name, List<String> by) {
    if (reset.contains(name)) {
      reset.addAll(by);
    }
    heirs.replaceAll(
        (old, now) -> {
          if (!now.contains(name)) {
            return now;
          }
          List<String> more = new ArrayList<>(now);
          more.remove(name);
          more.addAll(by);
          return more;
        });
  }

  /** What an old atom is now; none if it was dropped. */
  List<String> of(String old) {
    return heirs.getOrDefault(old, List.of());
  }

  /** The old atoms that have become this one. */
  List<String> origins(String now) {
    return heirs.entrySet().stream()
        .filter(entry -> entry.getValue().contains(now))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether the moves say that it runs again. */
  boolean isReset(String now) {
    return reset.contains(now);
  }

  /** Whether the moves say that it counts as done. */
  boolean isSeeded(String now) {
    return born.contains(now);
  }
}
