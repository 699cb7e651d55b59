package dev.portage.migration;

import dev.portage.model.Names;
import dev.portage.shape.AtomSet;
import dev.portage.shape.Fingerprint;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The atoms of a shape while operations act on them, and how they still differ from a target. One
 * change costs a few look-ups, whatever the number of atoms. Used by one thread.
 */
final class Draft {
  /** One atom before a change; null if there was none of that name. */
  private record Change(String name, @Nullable ShapeAtom before, boolean wasMapped) {}

  private final SortedMap<String, ShapeAtom> atoms = new TreeMap<>(Names.BY_UTF8);
  private final AtomSet target;
  private final List<SortedMap<String, Inconsistency>> left =
      List.of(
          new TreeMap<>(Names.BY_UTF8), new TreeMap<>(Names.BY_UTF8), new TreeMap<>(Names.BY_UTF8));
  private final List<Change> changes = new ArrayList<>();
  private final Set<String> mapped = new HashSet<>();
  private @Nullable Map<String, List<ShapeAtom>> heirs;

  Draft(AtomSet from, AtomSet target) {
    this.target = target;
    atoms.putAll(from.byName());
    ShapeDiff.between(from, target).inconsistencies().forEach(this::differs);
  }

  /** The atom of that name, or null. */
  @Nullable ShapeAtom get(String name) {
    return atoms.get(name);
  }

  /** Whether an atom has that name. */
  boolean has(String name) {
    return atoms.containsKey(name);
  }

  /** Where the atoms that operations make are described. */
  AtomSet target() {
    return target;
  }

  /** The target's atoms that once had that name. */
  List<ShapeAtom> heirs(String formerly) {
    Map<String, List<ShapeAtom>> known = heirs;
    if (known == null) {
      known = new HashMap<>();
      for (ShapeAtom atom : target.all()) {
        for (String name : atom.traits().formerly()) {
          known.computeIfAbsent(name, n -> new ArrayList<>()).add(atom);
        }
      }
      heirs = known;
    }
    return known.getOrDefault(formerly, List.of());
  }

  /** Puts an atom in, in place of one of the same name. */
  void put(ShapeAtom atom) {
    set(atom.name(), atom, mapped.contains(atom.name()));
  }

  /** The same for an atom whose stored slots a map has made: only rows tell what they are. */
  void putMapped(ShapeAtom atom) {
    set(atom.name(), atom, true);
  }

  /** Gives an atom that is there another name. */
  void rename(String from, String to) {
    ShapeAtom atom = Objects.requireNonNull(atoms.get(from), from);
    boolean isMapped = mapped.contains(from);
    remove(from);
    set(to, atom.named(to), isMapped);
  }

  /** Takes the atom of that name away. */
  void remove(String name) {
    set(name, null, false);
  }

  /** Whether an atom may have stored other slots than it is known to provide. */
  boolean isOfUnknownSlots(ShapeAtom atom) {
    return mapped.contains(atom.name())
        || (atom.provides().isEmpty() && atom.traits().equals(ShapeAtom.Traits.UNKNOWN));
  }

  private void set(String name, @Nullable ShapeAtom atom, boolean isMapped) {
    changes.add(new Change(name, atoms.get(name), mapped.contains(name)));
    replace(name, atom, isMapped);
  }

  private void replace(String name, @Nullable ShapeAtom atom, boolean isMapped) {
    if (isMapped) {
      mapped.add(name);
    } else {
      mapped.remove(name);
    }
    if (atom == null) {
      atoms.remove(name);
    } else {
      atoms.put(name, atom);
    }
    left.forEach(kind -> kind.remove(name));
    Inconsistency now = ShapeDiff.between(atom, target.get(name));
    if (now != null) {
      differs(now);
    }
  }

  private void differs(Inconsistency found) {
    int kind =
        found instanceof Inconsistency.TaskRemoved
            ? 0
            : found instanceof Inconsistency.TaskAdded ? 1 : 2;
    left.get(kind).put(found.atom(), found);
  }

  /** Where {@link #backTo} can go back to. */
  int mark() {
    return changes.size();
  }

  /** Takes back every change since that mark. */
  void backTo(int mark) {
    for (int i = changes.size() - 1; i >= mark; i--) {
      Change change = changes.remove(i);
      replace(change.name(), change.before(), change.wasMapped());
    }
  }

  /** What differs: removed ones first, then added, then changed; each class by name. */
  Stream<Inconsistency> left() {
    return left.stream().flatMap(kind -> kind.values().stream());
  }

  /** How many differences are left. */
  int leftCount() {
    return left.stream().mapToInt(Map::size).sum();
  }

  /** A copy of the atoms. */
  AtomSet atoms() {
    return new AtomSet(atoms);
  }

  /** The hash over the atoms. */
  Fingerprint fingerprint() {
    return atoms().fingerprint();
  }

  /** The atoms in braces. */
  @Override
  public String toString() {
    return atoms().toString();
  }
}
