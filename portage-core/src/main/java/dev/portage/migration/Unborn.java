package dev.portage.migration;

import dev.portage.model.AtomState;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import java.util.Set;

/** Takes back an atom that a migration has added and that has done nothing since. */
record Unborn(String atom) implements Operation {
  @Override
  public String describe() {
    return "take back " + atom;
  }

  @Override
  public String line() {
    return "";
  }

  @Override
  public String word() {
    return "unborn";
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
    for (AtomRecord row : work.rows(atom)) {
      if (hasNeverRun(row)) {
        work.remove(row.name());
      } else {
        work.finds(
            FindingCode.UNDO01,
            row.name().toString(),
            "was added by the migration, and is " + row.state() + " since",
            Remedy.advice("let the flow go on under the new code"));
        return;
      }
    }
  }

  /** Untouched, or taken for done from the first; a key says that an attempt was begun. */
  private static boolean hasNeverRun(AtomRecord row) {
    Execution execution = row.execution();
    return execution.idempotencyKey() == null
        && (row.isUntouched() || (row.state() == AtomState.SUCCESS && execution.attempts() == 0))
        && row.history() == null;
  }

  @Override
  public void trace(Descent names) {
    names.dropped(atom);
  }
}
