package dev.portage.testkit.migration;

import dev.portage.migration.Move;
import dev.portage.migration.Operation;
import dev.portage.migration.Outcome;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What became of the atoms of the old shape, by the words of a plan alone. */
final class Kinship {
  private static final Set<String> CARRYING = Set.of("rename", "split", "merge", "custom");

  private final Map<String, List<String>> heirs = new HashMap<>();
  private final Set<String> reset = new HashSet<>();
  private final Set<String> forgotten = new HashSet<>();

  private Kinship() {}

  /** After that outcome; without a plan every atom is what it was. */
  static Kinship of(Shape old, Outcome outcome) {
    Kinship kinship = new Kinship();
    old.inOrder().forEach(atom -> kinship.heirs.put(atom.name(), List.of(atom.name())));
    if (outcome instanceof Outcome.Migrated migrated) {
      for (Move move : migrated.plan().moves()) {
        move.operations().forEach(operation -> kinship.follow(move, operation));
      }
    }
    return kinship;
  }

  private void follow(Move move, Operation operation) {
    String word = operation.word();
    if (CARRYING.contains(word)) {
      operation.sources().forEach(old -> replace(old, List.copyOf(operation.creates())));
    } else if (word.equals("reset")) {
      reset.addAll(operation.sources());
    } else if (word.equals("drop")) {
      operation.sources().forEach(old -> replace(old, List.of()));
      boolean isMeant = operation.line().contains("FORGET") && !isOfTaskflow(move);
      forgotten.addAll(isMeant ? operation.sources() : Set.of());
    } else if (word.startsWith("drop")) {
      operation.sources().forEach(old -> replace(old, List.of())); // what undoes it is said
      forgotten.addAll(operation.sources());
    }
  }

  private static boolean isOfTaskflow(Move move) {
    return move.by().name().startsWith("taskflow:");
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
          by.stream().filter(each -> !more.contains(each)).forEach(more::add);
          return more;
        });
  }

  /** What an old atom is now; none if it is gone. */
  List<String> of(String old) {
    return heirs.getOrDefault(old, List.of());
  }

  /** Whether the plan says that it runs again. */
  boolean isReset(String now) {
    return reset.contains(now);
  }

  /** Whether the book says that its work need not be undone, or by whom it is. */
  boolean isForgotten(String old) {
    return forgotten.contains(old);
  }

  /** Whether a new task does what an old one did: see RERUN01. */
  static boolean isSimilar(ShapeAtom old, ShapeAtom now) {
    if (old.kind() != now.kind()) {
      return false;
    }
    if (old.provides().isEmpty() && now.provides().isEmpty()) {
      return !old.requires().isEmpty() && old.requires().equals(now.requires());
    }
    return !Collections.disjoint(old.provides(), now.provides());
  }
}
