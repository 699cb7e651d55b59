package dev.portage.store;

import dev.portage.model.Names;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The heads of the step graph that a flow has been through: set at birth to the heads of that day,
 * moved by a migration. Empty for a flow that was born without a migration book.
 *
 * @param heads step ids, sorted
 */
public record Stamp(SortedSet<String> heads) {
  /** No step at all. */
  public static final Stamp NONE = of(java.util.List.of());

  /** Copies the heads. */
  public Stamp {
    SortedSet<String> copy = new TreeSet<>(Names.BY_UTF8);
    copy.addAll(heads);
    heads = Collections.unmodifiableSortedSet(copy);
  }

  /** The stamp with these heads. */
  public static Stamp of(Collection<String> heads) {
    SortedSet<String> sorted = new TreeSet<>(Names.BY_UTF8);
    sorted.addAll(heads);
    return new Stamp(sorted);
  }
}
