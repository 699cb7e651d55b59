package dev.portage.migration;

import dev.portage.shape.AtomSet;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which atom of a new shape stands for which of an old one, by a plan's moves or, where there is no
 * plan, by their names. Immutable.
 *
 * @param pairs in the order of the new shape, with what is gone after what stood before it
 */
public record Correspondence(List<Pair> pairs) {
  /** Copies the pairs. */
  public Correspondence {
    pairs = List.copyOf(pairs);
  }

  /** What became of an atom. */
  public enum Kind {
    KEPT,
    RENAMED,
    /** It has another version, and perhaps another name. */
    CONVERTED,
    SPLIT,
    MERGED,
    ADDED,
    REMOVED;

    /** In lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An atom before and after.
   *
   * @param from null if it is added
   * @param to null if it is removed
   */
  public record Pair(Kind kind, @Nullable ShapeAtom from, @Nullable ShapeAtom to) {}

  /**
   * How two shapes correspond.
   *
   * @param moves what leads from the one to the other; none if that is not known
   */
  public static Correspondence of(Shape from, Shape to, List<Move> moves) {
    Descent names = new Descent();
    Draft atoms = new Draft(from.atoms(), to.atoms());
    for (Move move : moves) {
      for (Operation operation : move.operations()) {
        if (operation.fit(atoms).applies()) {
          operation.apply(atoms);
          operation.trace(names);
        }
      }
    }
    return new Correspondence(pairs(from, to, names));
  }

  private static List<Pair> pairs(Shape from, Shape to, Descent names) {
    Map<String, List<ShapeAtom>> origins = new HashMap<>();
    Map<String, List<ShapeAtom>> goneAfter = new HashMap<>();
    String last = "";
    for (ShapeAtom old : from.inOrder()) {
      List<String> now = present(old, to.atoms(), names);
      if (now.isEmpty()) {
        goneAfter.computeIfAbsent(last, name -> new ArrayList<>()).add(old);
      } else {
        last = now.get(now.size() - 1);
      }
      now.forEach(name -> origins.computeIfAbsent(name, n -> new ArrayList<>()).add(old));
    }
    List<Pair> pairs = new ArrayList<>(removed(goneAfter.get("")));
    for (ShapeAtom atom : to.inOrder()) {
      List<ShapeAtom> olds = origins.getOrDefault(atom.name(), List.of());
      if (olds.isEmpty()) {
        pairs.add(new Pair(Kind.ADDED, null, atom));
      }
      for (ShapeAtom old : olds) {
        boolean isSplit = present(old, to.atoms(), names).size() > 1;
        pairs.add(new Pair(kind(old, atom, olds.size() > 1, isSplit), old, atom));
      }
      pairs.addAll(removed(goneAfter.get(atom.name())));
    }
    return pairs;
  }

  private static List<Pair> removed(@Nullable List<ShapeAtom> gone) {
    return gone == null
        ? List.of()
        : gone.stream().map(old -> new Pair(Kind.REMOVED, old, null)).toList();
  }

  /** The names under which the new shape has an old atom; none if it is gone. */
  private static List<String> present(ShapeAtom old, AtomSet to, Descent names) {
    List<String> now = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : names.now(old.name())) {
      ShapeAtom atom = to.get(name);
      if (atom != null && atom.kind() == old.kind() && seen.add(name)) {
        now.add(name);
      }
    }
    return now;
  }

  private static Kind kind(ShapeAtom old, ShapeAtom now, boolean isMerged, boolean isSplit) {
    if (isMerged) {
      return Kind.MERGED;
    }
    if (isSplit) {
      return Kind.SPLIT;
    }
    if (!Objects.equals(old.version(), now.version())) {
      return Kind.CONVERTED;
    }
    return old.name().equals(now.name()) ? Kind.KEPT : Kind.RENAMED;
  }
}
