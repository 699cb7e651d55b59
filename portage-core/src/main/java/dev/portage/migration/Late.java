package dev.portage.migration;

import dev.portage.shape.ShapeAtom;
import java.util.Optional;
import java.util.Set;

/** The atom is new and runs now, even in flows that are past the place where it belongs. */
record Late(ShapeAtom atom) implements Operation {
  @Override
  public String describe() {
    return "add " + atom.name() + " " + atom.version() + ", late where need be";
  }

  @Override
  public String line() {
    return Lines.late(atom.name());
  }

  @Override
  public String word() {
    return "late";
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
    work.born(atom);
    work.addedLate(atom.name());
  }

  @Override
  public Optional<Operation> inverse(Before before) {
    return Optional.of(new Unborn(atom.name()));
  }
}
