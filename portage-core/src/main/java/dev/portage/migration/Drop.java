package dev.portage.migration;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomState;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The atom is gone; what was stored of it stays in the journal.
 *
 * @param atom its name
 * @param onDone what to do where it is done
 * @param inDoubt what to do where it was running
 */
record Drop(String atom, OnDone onDone, InDoubt inDoubt) implements Operation {
  @Override
  public String describe() {
    return "drop " + atom + (onDone == OnDone.FORGET ? ", done or not" : "");
  }

  @Override
  public String line() {
    return onDone == OnDone.AUTO ? Lines.drop(atom) : Lines.drop(atom, onDone);
  }

  @Override
  public String word() {
    return "drop";
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
    return Set.of();
  }

  @Override
  public Fit fit(Draft atoms) {
    return atoms.has(atom) ? Fit.APPLIES : Fit.VACUOUS;
  }

  @Override
  public void apply(Draft atoms) {
    atoms.remove(atom);
  }

  @Override
  public void rewrite(Rewriting work) {
    work.rows(atom).forEach(row -> drop(work, row));
  }

  @Override
  public void trace(Descent names) {
    names.dropped(atom);
  }

  private void drop(Rewriting work, AtomRecord row) {
    if (row.state() == AtomState.SUCCESS && work.isHead(row)) {
      work.remove(row.name()); // it did nothing itself: its items say what is to be undone
      return;
    }
    AtomRecord settled = Leaving.settle(work, this, inDoubt, row).orElse(null);
    if (settled == null || (settled.state() == AtomState.SUCCESS && !mayForget(work, settled))) {
      return;
    }
    if (settled.state() == AtomState.SUCCESS) {
      work.droppedDone(atom);
    }
    work.remove(row.name());
  }

  private boolean mayForget(Rewriting work, AtomRecord row) {
    if (onDone == OnDone.AUTO && !work.by().isStep() && RawValues.isRaw(row)) {
      work.finds(
          FindingCode.LEAK01,
          atom,
          "is done and goes; whether it can be undone, or a new task would do the same again, is"
              + " not stored",
          renamed(work).advise("forget it only if nothing needs to be undone or done again"));
      return work.isAllowed(FindingCode.LEAK01);
    }
    if (onDone == OnDone.FORGET || (onDone == OnDone.AUTO && !work.stored(atom).reverts())) {
      return true;
    }
    work.finds(
        FindingCode.LEAK01,
        atom,
        onDone == OnDone.BLOCK
            ? "is done, and the migration says to block then"
            : "is done and can be reverted; dropping it loses what its revert would undo",
        remedy(work));
    return work.isAllowed(FindingCode.LEAK01);
  }

  /** The one new task may be this one under another name. */
  private Remedy renamed(Rewriting work) {
    List<String> fresh =
        work.atoms().target().all().stream()
            .filter(now -> now.kind() == AtomKind.TASK && !work.atoms().has(now.name()))
            .map(ShapeAtom::name)
            .toList();
    String forget = Lines.drop(atom, OnDone.FORGET);
    return fresh.size() == 1
        ? Remedy.of(Lines.rename(atom, fresh.get(0)), forget)
        : Remedy.of(forget);
  }

  /** A new task that can do without what this one provides may be the one that undoes it. */
  private Remedy remedy(Rewriting work) {
    Set<String> slots = work.stored(atom).provides();
    List<String> undoing =
        work.atoms().target().all().stream()
            .filter(now -> !work.atoms().has(now.name()))
            .filter(now -> now.kind() == AtomKind.TASK && !now.isFanOut())
            .filter(now -> now.optional().stream().anyMatch(slots::contains))
            .filter(now -> now.demands().stream().noneMatch(slots::contains))
            .map(ShapeAtom::name)
            .toList();
    Remedy forget = Remedy.of(Lines.drop(atom, OnDone.FORGET));
    return (undoing.size() == 1 ? forget.or(Lines.dropCompensating(atom, undoing.get(0))) : forget)
        .advise(
            "forget it only if nothing needs to be undone; else add a task that undoes it, and say"
                + " .dropCompensating(..) with its name");
  }

  @Override
  public Optional<Operation> inverse(Before before) {
    return Optional.of(new Restore(before.atom(atom), before.rows(atom)));
  }
}
