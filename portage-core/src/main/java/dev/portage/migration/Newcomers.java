package dev.portage.migration;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.Output;
import dev.portage.store.Times;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The atoms of one flow that are new, with what added them. Used by one thread. */
final class Newcomers {
  private final Rewriting work;
  private final Map<String, Move.By> all = new LinkedHashMap<>();
  private final Map<String, Move.By> pending = new LinkedHashMap<>();
  private final Set<String> late = new LinkedHashSet<>();

  Newcomers(Rewriting work) {
    this.work = work;
  }

  /** One starts PENDING, in a part of the flow that reverts with that intention. */
  void add(ShapeAtom atom) {
    all.put(atom.name(), work.by());
    pending.put(atom.name(), work.by());
  }

  /** The same, and it may run after what it stands before. */
  void addLate(ShapeAtom atom) {
    add(atom);
    late.add(atom.name());
  }

  /** One counts as done, unless its part of the flow is reverting. */
  void seed(ShapeAtom atom, ObjectNode output) {
    all.put(atom.name(), work.by());
    Execution done = new Execution(atom.version(), Output.of(output), null, 0, null, Times.UNKNOWN);
    work.put(
        AtomRecord.untouched(AtomName.of(atom.name()), atom.kind())
            .in(AtomState.SUCCESS)
            .with(done));
  }

  /** One has another name. */
  void renamed(String from, String to) {
    for (Map<String, Move.By> names : List.of(all, pending)) {
      if (names.containsKey(from)) {
        names.put(to, Objects.requireNonNull(names.remove(from)));
      }
    }
    if (late.remove(from)) {
      late.add(to);
    }
  }

  /** New atoms go the way of the part of the flow in which the target has them. */
  void settle() {
    all.forEach(this::settle);
  }

  private void settle(String atom, Move.By cause) {
    ShapeAtom born = work.target(atom);
    Directions.Way way = born == null ? Directions.Way.FORWARD : work.directions().way(atom);
    if (born == null || way == Directions.Way.FORWARD) {
      return;
    }
    work.put(AtomRecord.untouched(AtomName.of(atom), born.kind()).intending(Intention.REVERT));
    String sentence =
        way == Directions.Way.BACK
            ? "is new, and will not run, because its part of the flow is reverting"
            : "is new, and will run once its part of the flow is undone for the next attempt";
    work.finds(
        cause,
        Finding.of(FindingCode.DIR01, atom, sentence, Remedy.advice("nothing needs to be done")));
  }

  /** Those that start PENDING. */
  Map<String, Move.By> pending() {
    return pending;
  }

  /** Whether one may run after what it stands before. */
  boolean isLate(String atom) {
    return late.contains(atom);
  }
}
