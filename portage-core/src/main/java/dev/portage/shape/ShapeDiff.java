package dev.portage.shape;

import dev.portage.shape.Inconsistency.KindChanged;
import dev.portage.shape.Inconsistency.TaskAdded;
import dev.portage.shape.Inconsistency.TaskRemoved;
import dev.portage.shape.Inconsistency.VersionChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
      ShapeAtom now = target.get(old.name());
      if (now == null) {
        removed.add(new TaskRemoved(old));
      } else if (now.kind() != old.kind()) {
        changed.add(new KindChanged(old.name(), old.kind(), now.kind()));
      } else if (!Objects.equals(now.version(), old.version())) {
        changed.add(new VersionChanged(old.name(), old.version(), now.version()));
      }
    }
    List<Inconsistency> all = new ArrayList<>(removed);
    target.all().stream()
        .filter(atom -> !stored.has(atom.name()))
        .forEach(atom -> all.add(new TaskAdded(atom)));
    all.addAll(changed);
    return new ShapeDiff(all);
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
