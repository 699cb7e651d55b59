package dev.portage.migration;

import dev.portage.engine.Undoing;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Compensation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The task is gone, and where it is done a new task undoes what it did: that one is added, gets
 * what the other has stored as inputs, and is run by the engine like any other. Where the task is
 * not done, the new one is left out.
 *
 * @param atom the task that goes
 * @param by the task of the new code that undoes its work
 * @param inDoubt what to do where it was running
 */
record Compensate(String atom, String by, InDoubt inDoubt) implements Operation {
  @Override
  public String describe() {
    return "drop " + atom + ", undone by " + by;
  }

  @Override
  public String line() {
    return Lines.dropCompensating(atom, by);
  }

  @Override
  public String word() {
    return "drop-compensating";
  }

  @Override
  public String symbol() {
    return "-";
  }

  @Override
  public Set<String> sources() {
    return Set.of(atom);
  }

  @Override
  public Set<String> creates() {
    return Set.of(by);
  }

  @Override
  public Fit fit(Draft atoms) {
    ShapeAtom stored = atoms.get(atom);
    if (stored == null) {
      return Fit.VACUOUS;
    }
    if (atoms.has(by)) {
      return Fit.conflict(by + " is stored already, so it is not there to undo " + atom);
    }
    ShapeAtom declared = atoms.target().get(by);
    if (declared == null) {
      return Fit.APPLIES; // it may go again in a later step; rows say whether that is right
    }
    if (declared.kind() != AtomKind.TASK || declared.isFanOut()) {
      return Fit.conflict(by + " is to undo what " + atom + " did, and is not one task");
    }
    boolean knows =
        declared.reads().stream().anyMatch(slot -> stored.provides().contains(slot))
            || (atoms.isOfUnknownSlots(stored) && !declared.reads().isEmpty());
    return knows
        ? Fit.APPLIES
        : Fit.conflict(
            by
                + " takes none of the slots that "
                + atom
                + " provides, "
                + stored.provides()
                + ", so it cannot know what to undo");
  }

  @Override
  public void apply(Draft atoms) {
    ShapeAtom declared = atoms.target().get(by);
    atoms.remove(atom);
    atoms.put(declared == null ? ShapeAtom.of(AtomKind.TASK, by, null) : declared);
  }

  @Override
  public void rewrite(Rewriting work) {
    List<AtomRecord> done = new ArrayList<>();
    List<AtomRecord> rows = work.rows(atom);
    for (AtomRecord row : rows) {
      if (row.state() == AtomState.SUCCESS && work.isHead(row)) {
        continue; // it did nothing itself: its items say what is to be undone
      }
      AtomRecord settled = Leaving.settle(work, this, inDoubt, row).orElse(null);
      if (settled == null) {
        return; // a finding blocks the flow
      }
      if (settled.state() == AtomState.SUCCESS) {
        done.add(settled);
      }
    }
    if (done.isEmpty()) {
      work.put(leftOut());
    } else {
      owe(work, done);
    }
    rows.forEach(row -> work.remove(row.name()));
  }

  private AtomRecord untouched() {
    return AtomRecord.untouched(AtomName.of(by), AtomKind.TASK);
  }

  private AtomRecord leftOut() {
    AtomRecord out = untouched().in(AtomState.IGNORE).intending(Intention.IGNORE);
    return new Compensation(atom, List.of()).in(out);
  }

  private void owe(Rewriting work, List<AtomRecord> done) {
    ShapeAtom declared = work.target(by);
    if (work.directions().was() != Undoing.NONE) {
      work.finds(
          FindingCode.LEAK01,
          atom,
          "is done, and a part of the flow is reverting, so " + by + " might never undo it",
          Remedy.advice("let the flow revert under the old code first"));
    }
    List<String> slots = declared == null ? List.of() : slots(work, declared, done);
    work.outputs().handOver(atom, slots, done);
    work.put(new Compensation(atom, slots).in(untouched()));
    if (declared != null) {
      work.newcomers().addLate(declared);
    }
  }

  /** What the new task reads of what the old one has stored, by name; DATA01 where that lacks. */
  private List<String> slots(Rewriting work, ShapeAtom declared, List<AtomRecord> done) {
    Set<String> known = work.stored(atom).provides();
    List<String> slots =
        declared.reads().stream()
            .filter(slot -> known.contains(slot) || done.stream().allMatch(row -> has(row, slot)))
            .toList();
    boolean lacks =
        slots.isEmpty()
            || slots.stream().anyMatch(slot -> !done.stream().allMatch(row -> has(row, slot)));
    if (lacks) {
      work.finds(
          FindingCode.DATA01,
          by,
          "is to undo what "
              + atom
              + " did, and "
              + atom
              + " has not stored what it reads, "
              + declared.reads(),
          Remedy.advice("rename the slot of " + atom + ", or map its output, before it goes"));
      return List.of();
    }
    return slots;
  }

  private static boolean has(AtomRecord row, String slot) {
    return row.execution().output() != null
        && StoredOutputs.has(Objects.requireNonNull(row.execution().output()), slot);
  }

  @Override
  public void trace(Descent names) {
    names.dropped(atom);
  }

  @Override
  public Optional<Operation> inverse(Before before) {
    return Optional.empty();
  }
}
