package dev.portage.shape;

import dev.portage.model.AtomKind;
import dev.portage.model.Names;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a shape keeps of an atom.
 *
 * @param kind task or retry
 * @param name unique in the shape
 * @param version as declared; null where a database of others holds none, and any text there
 * @param requires slot names, sorted by UTF-8 bytes
 * @param provides slot names, sorted by UTF-8 bytes
 * @param traits what else it declares
 */
public record ShapeAtom(
    AtomKind kind,
    String name,
    @Nullable String version,
    SortedSet<String> requires,
    SortedSet<String> provides,
    Traits traits)
    implements ShapeNode {
  private static final SortedSet<String> NONE = sorted(List.of());

  /**
   * What an atom declares beside its slots.
   *
   * @param reverts whether it can be undone
   * @param sideEffects whether running it twice would be seen outside
   * @param formerly names it had in earlier releases
   */
  public record Traits(boolean reverts, boolean sideEffects, SortedSet<String> formerly) {
    /** What is assumed of an atom of which nothing is known: effects, no revert, no past. */
    public static final Traits UNKNOWN = new Traits(false, true, slotSet(List.of()));
  }

  /** The shape of a declared task. */
  public static ShapeAtom of(Task task) {
    return new ShapeAtom(
        AtomKind.TASK,
        task.name(),
        task.version().toString(),
        slotSet(task.requires().stream().map(Slot::name).toList()),
        slotSet(task.provides().stream().map(Slot::name).toList()),
        new Traits(task.reverts(), task.hasSideEffects(), slotSet(task.formerNames())));
  }

  /** An atom of which only these three are known. */
  public static ShapeAtom of(AtomKind kind, String name, @Nullable String version) {
    return new ShapeAtom(
        kind, name, version, slotSet(List.of()), slotSet(List.of()), Traits.UNKNOWN);
  }

  /** The names in the order that shapes use; the result cannot be changed. */
  public static SortedSet<String> slotSet(Collection<String> names) {
    return names.isEmpty() ? NONE : sorted(names);
  }

  private static SortedSet<String> sorted(Collection<String> names) {
    SortedSet<String> sorted = new TreeSet<>(Names.BY_UTF8);
    sorted.addAll(names);
    return Collections.unmodifiableSortedSet(sorted);
  }

  /** Whether it can be undone. */
  public boolean reverts() {
    return traits.reverts();
  }

  /** Whether running it twice would be seen outside. */
  public boolean hasSideEffects() {
    return traits.sideEffects();
  }

  /** A copy under another name. */
  public ShapeAtom named(String other) {
    return new ShapeAtom(kind, other, version, requires, provides, traits);
  }

  /** A copy of another version. */
  public ShapeAtom versioned(@Nullable String other) {
    return new ShapeAtom(kind, name, other, requires, provides, traits);
  }

  /** Name and version, such as {@code charge@1.0}; a missing version is a dash. */
  @Override
  public String toString() {
    return name + "@" + (version == null ? "-" : version);
  }
}
