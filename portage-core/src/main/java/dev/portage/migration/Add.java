package dev.portage.migration;

import dev.portage.shape.ShapeAtom;
import java.util.Optional;
import java.util.Set;

/** The atom is new; it starts PENDING, with the intention that the flow has. */
record Add(ShapeAtom atom) implements Operation {
  @Override
  public String describe() {
    return "add " + atom.name() + " " + atom.version();
  }

  @Override
  public String line() {
    return "";
  }

  @Override
  public String word() {
    return "add";
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
    return fit(atoms, atom);
  }

  static Fit fit(Draft atoms, ShapeAtom added) {
    return atoms.has(added.name())
        ? Fit.conflict(added.name() + " is stored already")
        : Fit.APPLIES;
  }

  @Override
  public void apply(Draft atoms) {
    atoms.put(atom);
  }

  @Override
  public void rewrite(Rewriting work) {
    work.born(atom);
    work.added(atom.name());
  }

  @Override
  public Optional<Operation> inverse(Before before) {
    return Optional.of(new Unborn(atom.name()));
  }
}
