package dev.portage.store;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.shape.ShapeAtom;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a flow of some shape is, without its values: what lint and dry run work on. Flows in equal
 * situations have equal verdicts.
 *
 * @param state of the flow
 * @param atoms of the touched atoms, by name
 */
public record Situation(FlowState state, SortedMap<AtomName, Position> atoms) {
  /** Copies the map. */
  public Situation {
    atoms = Collections.unmodifiableSortedMap(new TreeMap<>(atoms));
  }

  /**
   * Where one atom is.
   *
   * @param state its state
   * @param intention its intention
   * @param version the one that produced its output; null if there is none
   * @param slots the names of its stored slots
   * @param hasOutput whether it stored anything, which may be no slot at all
   * @param attempts for a retry the length of its history, for a task 0
   */
  public record Position(
      AtomState state,
      Intention intention,
      @Nullable String version,
      SortedSet<String> slots,
      boolean hasOutput,
      int attempts) {
    /** An atom without a row. */
    public static final Position UNTOUCHED =
        new Position(
            AtomState.PENDING,
            Intention.EXECUTE,
            null,
            ShapeAtom.slotSet(java.util.List.of()),
            false,
            0);

    /** Where the atom of this row is. */
    public static Position of(AtomRecord row) {
      Output output = row.execution().output();
      return new Position(
          row.state(),
          row.intention(),
          row.execution().version(),
          output == null ? UNTOUCHED.slots() : output.slots(),
          output != null,
          row.historyLength());
    }
  }

  /** Where the flow of this record is. */
  public static Situation of(FlowRecord stored) {
    SortedMap<AtomName, Position> atoms = new TreeMap<>();
    stored.touched().forEach((name, row) -> atoms.put(name, Position.of(row)));
    return new Situation(stored.header().state(), atoms);
  }

  /** Where an atom is; {@link Position#UNTOUCHED} if it has no row. */
  public Position at(AtomName name) {
    return atoms.getOrDefault(name, Position.UNTOUCHED);
  }
}
