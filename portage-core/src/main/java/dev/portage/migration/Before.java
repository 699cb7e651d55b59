package dev.portage.migration;

import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What an operation found when it was carried out: without it nobody can say how to take it back.
 *
 * @param atoms the atoms just before
 * @param stored the rows just before, by the name that they are declared under; none where only
 *     shapes are looked at
 */
record Before(Draft atoms, Function<String, List<AtomRecord>> stored) {
  /** Before an operation that acts on a shape alone. */
  static Before of(Draft atoms) {
    return new Before(atoms, name -> List.of());
  }

  /** The atom as it was declared. */
  ShapeAtom atom(String name) {
    return Objects.requireNonNull(atoms.get(name), name);
  }

  /** Its rows. */
  List<AtomRecord> rows(String name) {
    return stored.apply(name);
  }
}
