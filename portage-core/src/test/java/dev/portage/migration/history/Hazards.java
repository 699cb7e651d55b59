package dev.portage.migration.history;

import dev.portage.migration.history.RealChange.RealAtom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What went wrong in a flow that ended as if all were well, judged by what ran and by nothing that
 * the migration says of itself.
 *
 * @param rerun renamed tasks that ran twice
 * @param late new tasks that ran after tasks which stand behind them
 * @param wrong arguments that came from elsewhere than they should
 * @param orphans done tasks with a revert that are gone without having been reverted
 */
record Hazards(List<String> rerun, List<String> late, List<String> wrong, List<String> orphans) {
  /** Looks at one flow that was resumed and ended in SUCCESS. */
  static Hazards in(Cut cut, Stubs stubs) {
    RealChange change = cut.change();
    Set<String> before = new HashSet<>(cut.ran());
    List<String> rerun = new ArrayList<>();
    for (String name : stubs.ran) {
      if (before.contains(oldName(change, name)) && !rerun.contains(name)) {
        rerun.add(name);
      }
    }
    List<String> orphans = new ArrayList<>();
    for (RealAtom atom : change.old()) {
      if (atom.reverts()
          && before.contains(atom.name())
          && !stubs.undone.contains(atom.name())
          && !has(change.now(), change.renames().getOrDefault(atom.name(), atom.name()))) {
        orphans.add(atom.name());
      }
    }
    return new Hazards(rerun, late(change, before, stubs), List.copyOf(stubs.wrong), orphans);
  }

  private static List<String> late(RealChange change, Set<String> before, Stubs stubs) {
    List<String> late = new ArrayList<>();
    boolean isPast = false;
    for (int i = change.now().size() - 1; i >= 0; i--) {
      RealAtom atom = change.now().get(i);
      String was = oldName(change, atom.name());
      if (isPast && !has(change.old(), was) && stubs.ran.contains(atom.name())) {
        late.add(0, atom.name());
      }
      isPast |= before.contains(was);
    }
    return late;
  }

  private static boolean has(List<RealAtom> atoms, String name) {
    return atoms.stream().anyMatch(atom -> atom.name().equals(name));
  }

  /** What a task of the new code was called; its name if it was not renamed. */
  static String oldName(RealChange change, String name) {
    for (Map.Entry<String, String> rename : change.renames().entrySet()) {
      if (rename.getValue().equals(name)) {
        return rename.getKey();
      }
    }
    return name;
  }

  /** Without tasks that run late, and reverts that are given up, because somebody decided so. */
  Hazards without(Predicate<String> decided) {
    return new Hazards(
        rerun,
        late.stream().filter(decided.negate()).toList(),
        wrong,
        orphans.stream().filter(decided.negate()).toList());
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return rerun.isEmpty() && late.isEmpty() && wrong.isEmpty() && orphans.isEmpty();
  }

  /** Their kinds, such as {@code rerun+late}; empty if there are none. */
  String kinds() {
    List<String> kinds = new ArrayList<>();
    if (!rerun.isEmpty()) {
      kinds.add("rerun");
    }
    if (!late.isEmpty()) {
      kinds.add("late");
    }
    if (!wrong.isEmpty()) {
      kinds.add("wrong-value");
    }
    if (!orphans.isEmpty()) {
      kinds.add("orphan");
    }
    return String.join("+", kinds);
  }
}
