package dev.portage.migration;

import dev.portage.model.AtomName;
import dev.portage.store.AtomRecord;
import java.util.Optional;
import java.util.Set;

/** The atom has another name; all that is stored of it stays, its idempotency key too. */
record Rename(String from, String to) implements Operation {
  @Override
  public String describe() {
    return "rename " + from + " -> " + to;
  }

  @Override
  public String line() {
    return Lines.rename(from, to);
  }

  @Override
  public String word() {
    return "rename";
  }

  @Override
  public String symbol() {
    return "~";
  }

  @Override
  public Set<String> sources() {
    return Set.of(from);
  }

  @Override
  public Set<String> creates() {
    return Set.of(to);
  }

  @Override
  public Fit fit(Draft atoms) {
    if (!atoms.has(from)) {
      return Fit.VACUOUS;
    }
    return atoms.has(to)
        ? Fit.conflict("there would be two sources for " + to + ": it is stored, and so is " + from)
        : Fit.APPLIES;
  }

  @Override
  public void apply(Draft atoms) {
    atoms.rename(from, to);
  }

  @Override
  public void rewrite(Rewriting work) {
    work.renamed(from, to);
    for (AtomRecord row : work.rows(from)) {
      if (!work.isDead(this, row)) {
        work.remove(row.name());
        work.put(row.named(new AtomName(to, row.name().key())));
      }
    }
  }

  @Override
  public void trace(Descent names) {
    names.renamed(from, to);
  }

  @Override
  public Optional<Operation> inverse(Before before) {
    return Optional.of(new Rename(to, from));
  }
}
