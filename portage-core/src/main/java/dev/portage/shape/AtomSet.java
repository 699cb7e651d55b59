package dev.portage.shape;

import dev.portage.model.Names;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The atoms of a shape without their order: the identity of a flow, and what migrations are folded
 * over.
 *
 * @param byName every atom under its name, sorted by UTF-8 bytes; cannot be changed
 */
public record AtomSet(SortedMap<String, ShapeAtom> byName) {
  /** Copies the map. */
  public AtomSet {
    SortedMap<String, ShapeAtom> copy = new TreeMap<>(Names.BY_UTF8);
    copy.putAll(byName);
    byName = Collections.unmodifiableSortedMap(copy);
  }

  /** The set of these atoms; of two with one name the later stands. */
  public static AtomSet of(Collection<ShapeAtom> atoms) {
    SortedMap<String, ShapeAtom> map = new TreeMap<>(Names.BY_UTF8);
    atoms.forEach(atom -> map.put(atom.name(), atom));
    return new AtomSet(map);
  }

  /** The atom of that name, or null. */
  public @Nullable ShapeAtom get(String name) {
    return byName.get(name);
  }

  /** Whether an atom has that name. */
  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /** The atoms, sorted by name. */
  public Collection<ShapeAtom> all() {
    return byName.values();
  }

  /** A copy with an atom put in, in place of one of the same name. */
  public AtomSet with(ShapeAtom atom) {
    SortedMap<String, ShapeAtom> copy = new TreeMap<>(byName);
    copy.put(atom.name(), atom);
    return new AtomSet(copy);
  }

  /** A copy without the atom of that name. */
  public AtomSet without(String name) {
    SortedMap<String, ShapeAtom> copy = new TreeMap<>(byName);
    copy.remove(name);
    return new AtomSet(copy);
  }

  /** The hash over names and versions. */
  public Fingerprint fingerprint() {
    return Fingerprint.of(this);
  }

  /** The atoms in braces, such as <code>{charge@1.0 ship@1.0}</code>. */
  @Override
  public String toString() {
    return all().stream().map(ShapeAtom::toString).collect(Collectors.joining(" ", "{", "}"));
  }
}
