package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.model.AtomKind;
import dev.portage.shape.Precedence;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Compensation;
import dev.portage.store.FlowRecord;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** LEAK01: what a dropped task did and a new one is to undo must not be forgotten on the way. */
final class CompensationLint {
  private final FlowRecord stored;
  private final Target target;
  private final Rewriting work;
  private final List<Finding> found = new ArrayList<>();

  private CompensationLint(FlowRecord stored, Target target, Rewriting work) {
    this.stored = stored;
    this.target = target;
    this.work = work;
  }

  static List<Finding> check(FlowRecord stored, Target target, Rewriting work) {
    CompensationLint lint = new CompensationLint(stored, target, work);
    work.rows().values().stream()
        .filter(Compensation::isOwed)
        .filter(row -> target.shape().atoms().has(row.name().template()))
        .forEach(lint::owed);
    stored.touched().values().stream().filter(Compensation::isOwed).forEach(lint::kept);
    return lint.found;
  }

  private void owed(AtomRecord row) {
    Compensation owed = Objects.requireNonNull(Compensation.of(row));
    String name = row.name().template();
    if (stored.touched().values().stream().anyMatch(old -> owed.equals(Compensation.of(old)))) {
      return; // judged when it was added
    }
    List<String> before = mayFailBefore(name);
    if (!before.isEmpty()) {
      finds(
          name,
          "is to undo what "
              + owed.task()
              + " did, and "
              + String.join(", ", before)
              + " may fail before it has",
          "let " + name + " stand before everything that has not run yet");
    }
    if (order().retryOf(order().node(name)) != Precedence.NO_RETRY) {
      finds(
          name,
          "is to undo what " + owed.task() + " did, and stands behind a retry that may repeat it",
          "let " + name + " stand outside of flows that are retried");
    }
    for (String slot : owed.inputs()) {
      String provider = target.wiring().provider(name, slot);
      if (provider != null) {
        finds(
            name,
            "is to undo what "
                + owed.task()
                + " did, and would take '"
                + slot
                + "' from "
                + provider
                + " instead",
            "let "
                + name
                + " stand before "
                + provider
                + ", or give one of the slots another name");
      }
    }
  }

  /** A few of those that will run and do not stand behind it. */
  private List<String> mayFailBefore(String name) {
    int node = order().node(name);
    BitSet after = order().after(node);
    return IntStream.range(0, order().atomCount())
        .filter(other -> other != node && !after.get(other))
        .mapToObj(other -> order().atom(other))
        .filter(atom -> atom.kind() == AtomKind.TASK)
        .map(ShapeAtom::name)
        .filter(other -> work.stand(other).isToRun())
        .filter(other -> work.rows(other).stream().noneMatch(Compensation::isOwed))
        .limit(5)
        .toList();
  }

  private Precedence order() {
    return target.wiring().precedence();
  }

  /** What was owed before must be owed or done now, whatever operations did to its row. */
  private void kept(AtomRecord row) {
    Compensation owed = Objects.requireNonNull(Compensation.of(row));
    String name = row.name().toString();
    boolean isKept =
        work.rows().values().stream().anyMatch(now -> owed.equals(Compensation.of(now)));
    boolean isSaid =
        work.findings().stream()
            .anyMatch(f -> f.code() == FindingCode.LEAK01 && f.atom().equals(name));
    if (!isKept && !isSaid) {
      finds(
          name,
          "is to undo what " + owed.task() + " did, has not run yet, and would be forgotten",
          "let it run first");
    }
  }

  private void finds(String atom, String sentence, String advice) {
    found.add(work.judged(Finding.of(FindingCode.LEAK01, atom, sentence, Remedy.advice(advice))));
  }
}
