package dev.portage.migration;

import dev.portage.model.AtomKind;
import dev.portage.model.DefinitionException;
import dev.portage.shape.AtomSet;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random stored atoms, targets, stamps and books, some of them sensible, some erratic. The same
 * seed gives the same case.
 */
final class RandomPlans {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");
  private static final List<String> VERSIONS = List.of("1.0", "1.1", "2.0", "3.0");

  private final Random random;

  RandomPlans(long seed) {
    this.random = new Random(seed);
  }

  /** One case. */
  record Case(AtomSet stored, Stamp stamp, AtomSet target, MigrationBook book) {
    Plan plan() {
      return new Planner(book).plan(stored, stamp, target);
    }
  }

  Case next() {
    AtomSet stored = atoms();
    MigrationBook book = book();
    AtomSet target = random.nextInt(4) == 0 ? atoms() : near(stored, book);
    return new Case(stored, stamp(book), target, book);
  }

  AtomSet atoms() {
    List<ShapeAtom> atoms = new ArrayList<>();
    for (String name : NAMES) {
      if (random.nextBoolean()) {
        AtomKind kind = random.nextInt(12) == 0 ? AtomKind.RETRY : AtomKind.TASK;
        atoms.add(ShapeAtom.of(kind, name, random.nextInt(15) == 0 ? null : version()));
      }
    }
    return AtomSet.of(atoms);
  }

  /** What the book's steps make of the stored atoms, and a few changes that rules may answer. */
  private AtomSet near(AtomSet stored, MigrationBook book) {
    Draft draft = new Draft(stored, stored);
    for (Step step : book.steps()) {
      for (Operation operation : step.operations()) {
        if (operation.fit(draft).applies()) {
          operation.apply(draft);
        }
      }
    }
    AtomSet at = draft.atoms();
    for (int i = random.nextInt(3); i > 0; i--) {
      String name = name();
      ShapeAtom atom = at.get(name);
      at =
          random.nextBoolean()
              ? at.without(name)
              : at.with(
                  atom == null
                      ? ShapeAtom.of(AtomKind.TASK, name, version())
                      : atom.versioned(version()));
    }
    return at;
  }

  private Stamp stamp(MigrationBook book) {
    return switch (random.nextInt(6)) {
      case 0 -> book.heads();
      case 1 -> Stamp.of(List.of("step-from-the-future"));
      case 2 -> book.steps().isEmpty() ? Stamp.NONE : Stamp.of(List.of(book.steps().get(0).id()));
      default -> Stamp.NONE;
    };
  }

  /** A book that loads: where random order is not enough, every step comes after the last. */
  MigrationBook book() {
    int steps = random.nextInt(5);
    long seed = random.nextLong();
    boolean strict = random.nextInt(3) == 0;
    int rules = random.nextInt(3);
    try {
      return make(new Random(seed), steps, rules, strict, false);
    } catch (DefinitionException e) {
      return make(new Random(seed), steps, rules, strict, true);
    }
  }

  private static MigrationBook make(
      Random from, int steps, int rules, boolean strict, boolean chained) {
    RandomPlans inner = new RandomPlans(from.nextLong());
    return MigrationBook.of(
        book -> {
          for (int i = 0; i < steps; i++) {
            int number = i;
            book.step(
                "s" + number,
                step -> {
                  if (number > 0 && (chained || inner.random.nextBoolean())) {
                    step.after("s" + (number - 1));
                  }
                  inner.operations(step);
                });
          }
          for (int i = 0; i < rules; i++) {
            inner.rule(book);
          }
          if (strict) {
            book.strict();
          }
        });
  }

  private void operations(StepBuilder step) {
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      switch (random.nextInt(7)) {
        case 0, 1 -> {
          String from = name();
          step.rename(from, other(from));
        }
        case 2 -> step.version(name(), "1.0", "2.0", OutputMap.SAME);
        case 3 -> step.drop(name(), OnDone.FORGET);
        case 4 -> {
          String whole = name();
          String part = other(whole);
          step.split(whole, Part.of(part, "1.0"), Part.of(whole, "2.0"));
        }
        case 5 -> {
          String one = name();
          step.merge(List.of(one, other(one)), Whole.of(name(), version()));
        }
        default -> step.reset(name());
      }
      if (random.nextInt(4) == 0) {
        step.optional();
      }
    }
  }

  private void rule(BookBuilder book) {
    String answer = name();
    switch (random.nextInt(4)) {
      case 0 ->
          book.whenRemoved(
              name -> name.compareTo("d") < 0,
              removed -> List.of(Operations.rename(removed.atom(), answer)));
      case 1 ->
          book.whenAdded(name -> name.compareTo("c") > 0, added -> List.of(Operations.late(added)));
      case 2 ->
          book.whenChanged(
              name -> true,
              changed -> List.of(Operations.version(changed, OutputMap.SAME, InDoubt.BLOCK)));
      default -> book.whenRemoved(name -> true, this::erratic);
    }
  }

  private List<Operation> erratic(Inconsistency.TaskRemoved removed) {
    return switch (Math.floorMod(removed.atom().hashCode(), 4)) {
      case 0 -> List.of();
      case 1 -> List.of(Operations.reset(removed.atom()));
      case 2 -> throw new IllegalStateException("a rule that throws");
      default -> List.of(Operations.drop(removed, OnDone.FORGET));
    };
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private String other(String name) {
    int at = NAMES.indexOf(name);
    return NAMES.get((at + 1 + random.nextInt(NAMES.size() - 1)) % NAMES.size());
  }

  private String version() {
    return VERSIONS.get(random.nextInt(VERSIONS.size()));
  }
}
