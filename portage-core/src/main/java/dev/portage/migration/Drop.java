package dev.portage.migration;

import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
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
    if (work.isDead(this, row)) {
      return;
    }
    if (row.state() == AtomState.SUCCESS && work.isHead(row)) {
      work.remove(row.name()); // it did nothing itself: its items say what is to be undone
      return;
    }
    AtomRecord settled = row;
    if (row.state().isInDoubt()) {
      Optional<AtomRecord> decided = Doubt.settle(work, this, row, inDoubt);
      if (decided.isEmpty()) {
        return;
      }
      settled = decided.get();
    }
    boolean owesRevert =
        settled.intention() == Intention.REVERT
            && (settled.state() == AtomState.SUCCESS || settled.state() == AtomState.REVERTING);
    boolean failed =
        settled.state() == AtomState.FAILURE || settled.state() == AtomState.REVERT_FAILURE;
    if (failed || owesRevert) {
      work.finds(
          FindingCode.FAIL01,
          atom,
          owesRevert
              ? "is to be reverted, and dropping it would lose that"
              : "has failed, and dropping it would hide the failure",
          Remedy.of(work.allowing(FindingCode.FAIL01, line()))
              .advise("let the flow revert under the old code first"));
      if (!work.isAllowed(FindingCode.FAIL01)) {
        return;
      }
    }
    if (settled.state() == AtomState.SUCCESS && !mayForget(work)) {
      return;
    }
    if (settled.state() == AtomState.SUCCESS) {
      work.droppedDone(atom);
    }
    work.remove(row.name());
  }

  private boolean mayForget(Rewriting work) {
    if (onDone == OnDone.FORGET || (onDone == OnDone.AUTO && !work.stored(atom).reverts())) {
      return true;
    }
    work.finds(
        FindingCode.LEAK01,
        atom,
        onDone == OnDone.BLOCK
            ? "is done, and the migration says to block then"
            : "is done and can be reverted; dropping it loses what its revert would undo",
        Remedy.of(Lines.drop(atom, OnDone.FORGET))
            .advise("that is right only if nothing needs to be undone"));
    return work.isAllowed(FindingCode.LEAK01);
  }

  @Override
  public Optional<Operation> inverse(Before before) {
    return Optional.of(new Restore(before.atom(atom), before.rows(atom)));
  }
}
