package dev.portage.cli;

import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The atoms of a stored flow as people look for them: those of the shape first, in its order. */
final class StoredAtoms {
  /**
   * An atom.
   *
   * @param row what is stored of it, or what is true without a row
   * @param shape what the shape says of it; null for a row without a place in the shape
   */
  record StoredAtom(AtomRecord row, @Nullable ShapeAtom shape) {
    /** Its version in the flow; of a row without a place there, the one that produced it. */
    @Nullable String version() {
      return shape == null ? row.execution().version() : shape.version();
    }
  }

  private StoredAtoms() {}

  static List<StoredAtom> of(FlowRecord flow) {
    List<StoredAtom> atoms = new ArrayList<>();
    Set<String> placed = new HashSet<>();
    for (ShapeAtom atom : flow.shape().inOrder()) {
      placed.add(atom.name());
      List<AtomRecord> rows =
          flow.touched().values().stream()
              .filter(row -> row.name().template().equals(atom.name()))
              .toList();
      if (rows.isEmpty()) {
        atoms.add(new StoredAtom(flow.atom(atom), atom));
      }
      rows.forEach(row -> atoms.add(new StoredAtom(row, atom)));
    }
    flow.touched().values().stream()
        .filter(row -> !placed.contains(row.name().template()))
        .forEach(row -> atoms.add(new StoredAtom(row, null)));
    return atoms;
  }
}
