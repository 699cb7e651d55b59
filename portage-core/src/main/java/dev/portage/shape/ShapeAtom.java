package dev.portage.shape;

import dev.portage.model.AtomKind;
import dev.portage.model.FanOut;
import dev.portage.model.Names;
import dev.portage.model.Need;
import dev.portage.model.Product;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
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
   * @param optional slots that it takes if they are there, sorted by UTF-8 bytes
   * @param revertRequires slots that only its revert requires, likewise
   * @param strategy of a retry, in a few words; empty for a task, and where it is not known
   * @param each the slot with the list that it stands for many atoms by; empty if the code gives
   *     that list, null if it is one atom
   */
  public record Traits(
      boolean reverts,
      boolean sideEffects,
      SortedSet<String> formerly,
      SortedSet<String> optional,
      SortedSet<String> revertRequires,
      String strategy,
      @Nullable String each) {
    /** What is assumed of an atom of which nothing is known: effects, no revert, no past. */
    public static final Traits UNKNOWN = new Traits(false, true, slotSet(List.of()));

    /** Without optional slots, a revert that requires nothing of its own, and a strategy. */
    public Traits(boolean reverts, boolean sideEffects, SortedSet<String> formerly) {
      this(reverts, sideEffects, formerly, slotSet(List.of()), slotSet(List.of()), "", null);
    }
  }

  /** The shape of a declared task. */
  public static ShapeAtom of(Task task) {
    Need list = task.listNeed();
    List<String> requires = new ArrayList<>();
    List<String> optional = new ArrayList<>();
    List<String> revert = new ArrayList<>();
    for (Need need : task.needs()) {
      if (need.isFromFlow()) {
        (need.kind() == Need.Kind.REQUIRED ? requires : optional).add(need.from());
      }
    }
    if (list != null) {
      requires.add(list.from());
    }
    for (Need need : task.revertNeeds()) {
      revert.add(need.from());
    }
    optional.removeAll(requires);
    revert.removeAll(requires);
    Traits traits =
        new Traits(
            task.reverts(),
            task.hasSideEffects(),
            slotSet(task.formerNames()),
            slotSet(optional),
            slotSet(revert),
            "",
            each(task.fanOut(), list));
    return new ShapeAtom(
        AtomKind.TASK,
        task.name(),
        task.version().toString(),
        slotSet(requires),
        slotSet(names(task.products())),
        traits);
  }

  private static List<String> names(List<Product> products) {
    List<String> names = new ArrayList<>(products.size());
    for (Product product : products) {
      names.add(product.to());
    }
    return names;
  }

  private static @Nullable String each(@Nullable FanOut<?> fanOut, @Nullable Need list) {
    return fanOut == null ? null : list == null ? "" : list.from();
  }

  /** The shape of a declared retry, which neither reverts nor has side effects. */
  public static ShapeAtom of(Retry retry) {
    return new ShapeAtom(
        AtomKind.RETRY,
        retry.name(),
        retry.version().toString(),
        slotSet(retry.requires().stream().map(Slot::name).toList()),
        slotSet(retry.provides().stream().map(Slot::name).toList()),
        new Traits(
            false,
            false,
            slotSet(retry.formerNames()),
            slotSet(List.of()),
            slotSet(List.of()),
            retry.strategy().describe(),
            null));
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

  /** Whether it stands for many atoms. */
  public boolean isFanOut() {
    return traits.each() != null;
  }

  /** The slots that it takes if they are there; sorted. */
  public SortedSet<String> optional() {
    return traits.optional();
  }

  /** The slots that a flow must have for it: those of its body and of its revert; sorted. */
  public SortedSet<String> demands() {
    return traits.revertRequires().isEmpty() ? requires : union(requires, traits.revertRequires());
  }

  /** Every slot that it takes from the flow, demanded or not; sorted. */
  public SortedSet<String> reads() {
    return optional().isEmpty() ? demands() : union(demands(), optional());
  }

  static SortedSet<String> union(SortedSet<String> some, SortedSet<String> more) {
    return slotSet(Stream.concat(some.stream(), more.stream()).toList());
  }

  /** A copy under another name. */
  public ShapeAtom named(String other) {
    return new ShapeAtom(kind, other, version, requires, provides, traits);
  }

  /** A copy that provides these slots. */
  public ShapeAtom providing(Collection<String> slots) {
    return new ShapeAtom(kind, name, version, requires, slotSet(slots), traits);
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
