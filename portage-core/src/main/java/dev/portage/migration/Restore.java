package dev.portage.migration;

import dev.portage.engine.Undoing;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import java.util.List;
import java.util.Set;

/**
 * Takes back that an atom was dropped: it is what it was.
 *
 * @param atom the atom
 * @param rows what was stored of it; empty if nothing was
 */
record Restore(ShapeAtom atom, List<AtomRecord> rows) implements Operation {
  Restore {
    rows = List.copyOf(rows);
  }

  @Override
  public String describe() {
    return "restore " + atom.name();
  }

  @Override
  public String line() {
    return "";
  }

  @Override
  public String word() {
    return "restore";
  }

  @Override
  public String symbol() {
    return "+";
  }

  @Override
  public Set<String> sources() {
    return Set.of();
  }

  @Override
  public Set<String> creates() {
    return Set.of(atom.name());
  }

  @Override
  public Fit fit(Draft atoms) {
    return Add.fit(atoms, atom);
  }

  @Override
  public void apply(Draft atoms) {
    atoms.put(atom);
  }

  @Override
  public void rewrite(Rewriting work) {
    if (rows.stream().allMatch(AtomRecord::isUntouched)) {
      work.newcomers().add(atom); // it will run, so it must not be late
    }
    if (work.directions().was() != Undoing.NONE) {
      work.finds(
          FindingCode.UNDO01,
          atom.name(),
          "was dropped, and a part of the flow is reverting since",
          Remedy.advice("let the flow revert under the new code"));
    }
    rows.forEach(row -> restore(work, row));
  }

  private void restore(Rewriting work, AtomRecord row) {
    switch (row.state()) {
      case FAILURE, REVERTING, REVERT_FAILURE, RETRYING ->
          work.finds(
              FindingCode.UNDO01,
              row.name().toString(),
              "was " + row.state() + " when it was dropped, and the flow has gone on without it",
              Remedy.advice("let the flow go on under the new code"));
      default -> work.put(row);
    }
  }
}
