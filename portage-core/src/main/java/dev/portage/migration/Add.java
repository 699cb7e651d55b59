package dev.portage.migration;

import dev.portage.shape.ShapeAtom;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The atom is new.
 *
 * @param atom the atom
 * @param start how it starts
 * @param output of one that counts as done an object from slot name to value; null otherwise
 */
record Add(ShapeAtom atom, Start start, @Nullable ObjectNode output) implements Operation {
  /** How a new atom starts. */
  enum Start {
    /** PENDING, with the intention that its part of the flow has. */
    PENDING("add", ""),
    /** The same, even in flows that are past the place where it belongs. */
    LATE("late", ", late where need be"),
    /** As done: it never runs. */
    DONE("seed", " as done");

    private final String word;
    private final String addition;

    Start(String word, String addition) {
      this.word = word;
      this.addition = addition;
    }
  }

  static Add pending(ShapeAtom atom) {
    return new Add(atom, Start.PENDING, null);
  }

  static Add late(ShapeAtom atom) {
    return new Add(atom, Start.LATE, null);
  }

  static Add done(ShapeAtom atom, ObjectNode output) {
    return new Add(atom, Start.DONE, output);
  }

  @Override
  public String describe() {
    String verb = start == Start.DONE ? "seed " : "add ";
    return verb + atom.name() + " " + atom.version() + start.addition;
  }

  @Override
  public String line() {
    return switch (start) {
      case PENDING -> "";
      case LATE -> Lines.late(atom.name());
      case DONE -> Lines.seed(atom.name());
    };
  }

  @Override
  public String word() {
    return start.word;
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
    if (start == Start.DONE && atom.isFanOut()) {
      return Fit.conflict(
          atom.name()
              + " stands for each element of a list and cannot be taken as done; .late(\""
              + atom.name()
              + "\") runs it");
    }
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
    switch (start) {
      case PENDING -> work.newcomers().add(atom);
      case LATE -> work.newcomers().addLate(atom);
      case DONE -> work.newcomers().seed(atom, Objects.requireNonNull(output).deepCopy());
    }
  }

  @Override
  public Optional<Operation> inverse(Before before) {
    return Optional.of(new Unborn(atom.name()));
  }
}
