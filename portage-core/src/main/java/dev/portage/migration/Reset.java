package dev.portage.migration;

import dev.portage.model.AtomState;
import dev.portage.store.AtomRecord;
import java.util.Set;

/**
 * The atom runs again as a new attempt; output and failure are cleared, the number of attempts
 * stays.
 */
record Reset(String atom, InDoubt inDoubt) implements Operation {
  @Override
  public String describe() {
    return "reset " + atom;
  }

  @Override
  public String line() {
    return Lines.reset(atom);
  }

  @Override
  public String word() {
    return "reset";
  }

  @Override
  public String symbol() {
    return "~";
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
    // The atom stays as it is declared; only what is stored of it goes.
  }

  @Override
  public void rewrite(Rewriting work) {
    work.reset(atom);
    work.rows(atom).forEach(row -> reset(work, row));
  }

  private void reset(Rewriting work, AtomRecord row) {
    if (work.isDead(this, row) || owesRevert(work, row)) {
      return;
    }
    if (!row.state().isInDoubt()) {
      runAgain(work, row);
      return;
    }
    AtomRecord settled = Doubt.settle(work, this, row, inDoubt).orElse(null);
    if (settled != null && settled.state() == AtomState.PENDING) {
      work.put(settled); // nobody knows how far it got, so it keeps its idempotency key
    } else if (settled != null) {
      runAgain(work, settled);
    }
  }

  /** FAIL01: what it did is to be undone, and after a reset nobody would know of it. */
  private boolean owesRevert(Rewriting work, AtomRecord row) {
    boolean owes =
        work.directions().isUndone(row.name())
            && !(row.state() == AtomState.SUCCESS && work.isHead(row)) // its items say
            && row.state() != AtomState.PENDING
            && row.state() != AtomState.FAILURE // judged when it runs again
            && row.state() != AtomState.REVERTED
            && row.state() != AtomState.IGNORE;
    if (owes) {
      work.finds(
          FindingCode.FAIL01,
          atom,
          "is "
              + row.state()
              + " in a part of the flow that is reverting, and a reset would lose its revert",
          Remedy.advice("let the flow revert first, then submit it again"));
    }
    return owes;
  }

  private void runAgain(Rewriting work, AtomRecord row) {
    if (row.state() == AtomState.SUCCESS
        && !work.isHead(row) // it did nothing itself
        && work.stored(atom).hasSideEffects()) {
      work.finds(
          FindingCode.RERUN02,
          atom,
          "is done and has side effects; a reset would make them happen again",
          Remedy.of(work.allowing(FindingCode.RERUN02, Lines.reset(atom)))
              .advise("declare .sideEffects(false) on the task if it has none"));
    }
    if (row.state() == AtomState.FAILURE && work.directions().isUndone(row.name())) {
      work.finds(
          FindingCode.FAIL01,
          atom,
          "has failed, and others were undone or failed too: it is too late to run it again",
          Remedy.advice("let the flow revert to its end, then submit it anew"));
      return;
    }
    work.put(work.fresh(row));
  }
}
