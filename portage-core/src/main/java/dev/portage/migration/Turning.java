package dev.portage.migration;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.shape.AtomSet;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which failed atoms a plan runs again. What is to be undone because of them goes forward before
 * the first move, so that every move finds the flow as it will be, whatever the order of the steps.
 */
final class Turning {
  private Turning() {}

  /** The rows that are stored as failed and reset by a move, by their stored names. */
  static Set<AtomName> resets(FlowRecord stored, AtomSet target, List<Move> moves) {
    Set<AtomName> found = new LinkedHashSet<>();
    if (moves.stream().flatMap(move -> move.operations().stream()).noneMatch(Turning::isReset)) {
      return found;
    }
    Draft atoms = new Draft(stored.shape().atoms(), target);
    Descent names = new Descent();
    for (Move move : moves) {
      for (Operation operation : move.operations()) {
        if (operation.fit(atoms).applies()) {
          if (operation instanceof Reset reset) {
            failed(stored, names.origin(reset.atom()), found);
          }
          operation.apply(atoms);
          operation.trace(names);
        }
      }
    }
    return found;
  }

  private static boolean isReset(Operation operation) {
    return operation instanceof Reset;
  }

  private static void failed(FlowRecord stored, @Nullable String origin, Set<AtomName> found) {
    for (AtomRecord row : stored.touched().values()) {
      if (row.name().template().equals(origin) && row.state() == AtomState.FAILURE) {
        found.add(row.name());
      }
    }
  }
}
