package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.migration.Plan.Ready;
import dev.portage.model.AtomName;
import dev.portage.shape.AtomSet;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Does once more what a migration did to a flow, on its pre-image, and notes for each operation how
 * it is taken back. Used by one thread.
 */
final class Replay {
  private final Rewriting work;
  private final List<Move> back = new ArrayList<>();

  private Replay(FlowRecord before, Shape after) {
    Target target = Target.ofShape(before.header().key().variant(), after);
    this.work = new Rewriting(before, target, Values.REAL);
  }

  /**
   * The moves that lead back, in the order in which they are to be made.
   *
   * @param before the flow as it was
   * @param after the shape that the migration led to
   * @param moves what it did
   * @throws MapFailedException if a map of the user's threw
   */
  static List<Move> wayBack(FlowRecord before, Shape after, List<Move> moves) {
    Replay replay = new Replay(before, after);
    moves.forEach(replay::take);
    Collections.reverse(replay.back);
    return replay.back;
  }

  /** Those operations of a plan that cannot be taken back once the flow has gone on. */
  static List<Operation> oneWay(Ready plan) {
    Draft atoms = new Draft(plan.from(), plan.to());
    List<Operation> oneWay = new ArrayList<>();
    for (Move move : plan.moves()) {
      for (Operation operation : move.operations()) {
        if (operation.fit(atoms).applies()) {
          if (!operation.sparesAtoms() && operation.inverse(Before.of(atoms)).isEmpty()) {
            oneWay.add(operation);
          }
          operation.apply(atoms);
        }
      }
    }
    return oneWay;
  }

  private void take(Move move) {
    List<Operation> inverses = new ArrayList<>();
    for (Operation operation : move.operations()) {
      if (operation.sparesAtoms()) {
        work.take(alone(move, operation));
      } else if (operation.fit(work.atoms()).applies()) {
        inverses.add(take(move, operation));
      }
    }
    Collections.reverse(inverses);
    Move.By by = Move.By.rule("undo of " + move.by().name());
    back.add(new Move(by, inverses, /* before= */ move.after(), /* after= */ move.before()));
  }

  private static Move alone(Move move, Operation operation) {
    return new Move(move.by(), List.of(operation), move.before(), move.after());
  }

  private Operation take(Move move, Operation operation) {
    Optional<Operation> inverse = operation.inverse(new Before(work.atoms(), work::rows));
    return inverse.isPresent()
        ? invertible(move, operation, inverse.get())
        : exactly(move, operation);
  }

  /** Such an operation touches only what it says. */
  private Operation invertible(Move move, Operation operation, Operation inverse) {
    Set<String> names = new HashSet<>(operation.sources());
    names.addAll(operation.creates());
    boolean wasThere = isAnyThere(names);
    Recall.Part before = Recall.Part.of(names, work);
    work.take(alone(move, operation));
    Recall.Part after = Recall.Part.of(names, work);
    // Of what is new or gone the inverse has to judge how it comes and goes.
    return wasThere && isAnyThere(names) ? new Recall(operation, before, after, inverse) : inverse;
  }

  private boolean isAnyThere(Set<String> names) {
    return names.stream().anyMatch(work.atoms()::has);
  }

  private Operation exactly(Move move, Operation operation) {
    AtomSet atoms = work.atoms().atoms();
    Map<AtomName, AtomRecord> rows = new TreeMap<>(work.rows());
    work.take(alone(move, operation));
    Set<String> names = touched(operation, atoms, rows);
    return new Recall(
        operation,
        Recall.Part.of(names, atoms, rows.values()),
        Recall.Part.of(names, work.atoms().atoms(), work.rows().values()),
        null);
  }

  /** What it says that it touches, and whatever else it has changed. */
  private Set<String> touched(Operation operation, AtomSet atoms, Map<AtomName, AtomRecord> rows) {
    Set<String> names = new HashSet<>(operation.sources());
    names.addAll(operation.creates());
    AtomSet now = work.atoms().atoms();
    Stream.of(atoms, now)
        .flatMap(set -> set.all().stream())
        .filter(atom -> !atom.equals(atoms.get(atom.name())) || !atom.equals(now.get(atom.name())))
        .forEach(atom -> names.add(atom.name()));
    Stream.of(rows, work.rows())
        .flatMap(all -> all.values().stream())
        .filter(
            row -> !row.equals(rows.get(row.name())) || !row.equals(work.rows().get(row.name())))
        .forEach(row -> names.add(row.name().template()));
    return names;
  }
}
