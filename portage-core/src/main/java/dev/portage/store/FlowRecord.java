package dev.portage.store;

import dev.portage.model.AtomName;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One stored flow.
 *
 * @param header the flow as a whole
 * @param shape the shape it was last activated under
 * @param touched the rows that exist, by name; atoms without a row are {@link AtomRecord#untouched}
 */
public record FlowRecord(FlowHeader header, Shape shape, SortedMap<AtomName, AtomRecord> touched) {
  /** Copies the rows. */
  public FlowRecord {
    touched = Collections.unmodifiableSortedMap(new TreeMap<>(touched));
  }

  /** A record with these rows. */
  public static FlowRecord of(FlowHeader header, Shape shape, Collection<AtomRecord> rows) {
    SortedMap<AtomName, AtomRecord> map = new TreeMap<>();
    rows.forEach(row -> map.put(row.name(), row));
    return new FlowRecord(header, shape, map);
  }

  /** Its id. */
  public FlowId id() {
    return header.id();
  }

  /** The row of an atom of the shape, or what is true without one. */
  public AtomRecord atom(ShapeAtom atom) {
    AtomName name = AtomName.of(atom.name());
    AtomRecord row = touched.get(name);
    return row == null ? AtomRecord.untouched(name, atom.kind()) : row;
  }
}
