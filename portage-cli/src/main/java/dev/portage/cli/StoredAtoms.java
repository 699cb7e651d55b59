package dev.portage.cli;

import dev.portage.model.AtomName;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import dev.portage.store.PayloadException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The atoms of a stored flow as people look for them: those of the shape first, in its order, and
 * after a fan-out its own, in the order of their keys.
 */
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

    /** Whether it is not an atom, but stands for those of a fan-out. */
    boolean isHead() {
      return shape != null && shape.isFanOut() && row.name().key().isEmpty();
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
      spread(flow, atom, rows).forEach(row -> atoms.add(new StoredAtom(row, atom)));
    }
    flow.touched().values().stream()
        .filter(row -> !placed.contains(row.name().template()))
        .forEach(row -> atoms.add(new StoredAtom(row, null)));
    return atoms;
  }

  /** These rows; those of a fan-out in the order of its keys, also where nothing is stored yet. */
  private static Collection<AtomRecord> spread(
      FlowRecord flow, ShapeAtom atom, List<AtomRecord> rows) {
    if (!atom.isFanOut() || rows.isEmpty()) {
      return rows;
    }
    Map<AtomName, AtomRecord> all = new LinkedHashMap<>();
    all.put(AtomName.of(atom.name()), flow.atom(atom));
    try {
      flow.items(atom).forEach(item -> all.put(item.name(), item));
    } catch (PayloadException e) {
      return rows; // its keys cannot be read: the note itself is shown
    }
    rows.forEach(row -> all.putIfAbsent(row.name(), row));
    return all.values();
  }
}
