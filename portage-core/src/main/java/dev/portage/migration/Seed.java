package dev.portage.migration;

import dev.portage.shape.ShapeAtom;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The atom is new and counts as done with this output: it never runs.
 *
 * @param atom the atom
 * @param output an object from slot name to value
 */
record Seed(ShapeAtom atom, ObjectNode output) implements Operation {
  @Override
  public String describe() {
    return "seed " + atom.name() + " " + atom.version() + " as done";
  }

  @Override
  public String line() {
    return Lines.seed(atom.name());
  }

  @Override
  public String word() {
    return "seed";
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
    return atom.isFanOut()
        ? Fit.conflict(
            atom.name()
                + " stands for each element of a list and cannot be taken as done; .late(\""
                + atom.name()
                + "\") runs it")
        : Add.fit(atoms, atom);
  }

  @Override
  public void apply(Draft atoms) {
    atoms.put(atom);
  }

  @Override
  public void rewrite(Rewriting work) {
    work.seeded(atom, output.deepCopy());
  }

  @Override
  public Optional<Operation> inverse(Before before) {
    return Optional.of(new Unborn(atom.name()));
  }
}
