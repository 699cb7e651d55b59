package dev.portage.store;

import dev.portage.model.AtomName;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
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
    touched = Collections.unmodifiableSortedMap(new TreeMap<>(touched)); // linear: it is sorted
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

  /**
   * The rows of a fan-out's atoms, in the order of their keys; empty too if these are not fixed.
   *
   * @throws PayloadException if the keys cannot be read
   */
  public List<AtomRecord> items(ShapeAtom template) {
    AtomRecord head = atom(template);
    FanOutKeys keys = template.isFanOut() ? FanOutKeys.of(head) : new FanOutKeys(null, 0);
    List<AtomRecord> items = new ArrayList<>();
    for (String key : keys.keys() == null ? List.<String>of() : keys.keys()) {
      AtomRecord fresh = keys.fresh(head, key);
      items.add(touched.getOrDefault(fresh.name(), fresh));
    }
    return items;
  }

  /** The row of an atom of the shape, or what is true without one. */
  public AtomRecord atom(ShapeAtom atom) {
    AtomName name = AtomName.of(atom.name());
    AtomRecord row = touched.get(name);
    return row == null ? AtomRecord.untouched(name, atom.kind()) : row;
  }
}
