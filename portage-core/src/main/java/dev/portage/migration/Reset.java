package dev.portage.migration;

import dev.portage.model.AtomState;
import dev.portage.shape.AtomSet;
import dev.portage.store.AtomRecord;
import java.util.Objects;
import java.util.Optional;
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
  public Fit fit(AtomSet atoms) {
    return atoms.has(atom) ? Fit.APPLIES : Fit.VACUOUS;
  }

  @Override
  public AtomSet apply(AtomSet atoms, AtomSet target) {
    return atoms.with(Objects.requireNonNull(atoms.get(atom)));
  }

  @Override
  public void rewrite(Rewriting work) {
    Optional<AtomRecord> row = work.row(atom);
    if (row.isEmpty() || work.isDead(this, row.get())) {
      return;
    }
    if (row.get().state().isInDoubt() && Doubt.settle(work, this, row.get(), inDoubt).isEmpty()) {
      return;
    }
    if (row.get().state() == AtomState.SUCCESS && work.stored(atom).hasSideEffects()) {
      work.finds(
          FindingCode.RERUN02,
          atom,
          "is done and has side effects; a reset would make them happen again",
          "declare .sideEffects(false) on the task if it has none, or .allow(\"RERUN02\", \"why\")");
    }
    if (row.get().state() == AtomState.FAILURE && work.isReverting()) {
      if (!work.isNothingUndoneBut(atom)) {
        work.finds(
            FindingCode.FAIL01,
            atom,
            "has failed, and others were undone or failed too: it is too late to run it again",
            "let the flow revert to its end, then submit it anew");
        return;
      }
      work.turnForward();
    }
    work.put(work.fresh(row.get()));
  }
}
