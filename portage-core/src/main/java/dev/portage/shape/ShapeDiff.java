package dev.portage.shape;

import dev.portage.shape.Inconsistency.KindChanged;
import dev.portage.shape.Inconsistency.TaskAdded;
import dev.portage.shape.Inconsistency.TaskRemoved;
import dev.portage.shape.Inconsistency.VersionChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a stored shape differs from a target.
 *
 * @param inconsistencies removed ones first, then added, then changed; each class by name
 */
public record ShapeDiff(List<Inconsistency> inconsistencies) {
  /** Copies the list. */
  public ShapeDiff {
    inconsistencies = List.copyOf(inconsistencies);
  }

  /** Compares names, versions and kinds. Relations do not count: they come from the target. */
  public static ShapeDiff between(AtomSet stored, AtomSet target) {
    List<Inconsistency> removed = new ArrayList<>();
    List<Inconsistency> changed = new ArrayList<>();
    for (ShapeAtom old : stored.all()) {
      Inconsistency found = between(old, target.get(old.name()));
      if (found != null) {
        (found instanceof TaskRemoved ? removed : changed).add(found);
      }
    }
    List<Inconsistency> all = new ArrayList<>(removed);
    target.all().stream()
        .filter(atom -> !stored.has(atom.name()))
        .forEach(atom -> all.add(new TaskAdded(atom)));
    all.addAll(changed);
    return new ShapeDiff(all);
  }

  /** Compares one atom of a name with the other of that name; null if they do not differ. */
  public static @Nullable Inconsistency between(
      @Nullable ShapeAtom stored, @Nullable ShapeAtom target) {
    if (stored == null) {
      return target == null ? null : new TaskAdded(target);
    }
    if (target == null) {
      return new TaskRemoved(stored);
    }
    if (target.kind() != stored.kind()) {
      return new KindChanged(stored.name(), stored.kind(), target.kind());
    }
    return Objects.equals(target.version(), stored.version())
        ? null
        : new VersionChanged(stored.name(), stored.version(), target.version());
  }

  /** Compares the atoms of two shapes. */
  public static ShapeDiff between(Shape stored, Shape target) {
    return between(stored.atoms(), target.atoms());
  }

  /** Whether nothing differs. */
  public boolean isEmpty() {
    return inconsistencies.isEmpty();
  }

  /** How many differences there are. */
  public int size() {
    return inconsistencies.size();
  }
}
