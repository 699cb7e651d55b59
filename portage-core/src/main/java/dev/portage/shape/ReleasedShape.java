package dev.portage.shape;

import dev.portage.model.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A shape that was released, so that flows of it may be in flight anywhere.
 *
 * @param flow the name of the flow in the catalog
 * @param variant which of the flow's shapes it is; empty if it has one
 * @param shape the shape
 * @param releases the labels of the releases that had it, sorted; may be empty
 * @param born the heads of the step graph that its flows were born with: one list for each time
 *     that they were others, each sorted, none twice; at least one list, which may be empty
 */
public record ReleasedShape(
    String flow, String variant, Shape shape, SortedSet<String> releases, List<List<String>> born) {
  private static final Comparator<List<String>> BY_WORDS =
      Comparator.comparing(heads -> ShapeLock.words("", heads), Names.BY_UTF8);

  /** Copies and sorts. */
  public ReleasedShape {
    releases = Collections.unmodifiableSortedSet(sorted(releases));
    List<List<String>> copy = new ArrayList<>();
    born.forEach(heads -> copy.add(List.copyOf(sorted(heads))));
    born = copy.stream().distinct().sorted(BY_WORDS).toList();
    if (born.isEmpty()) {
      throw new IllegalArgumentException(
          "a released shape says which steps its flows are born with");
    }
  }

  /** A shape without a label, whose flows are born with these heads. */
  public static ReleasedShape of(
      String flow, String variant, Shape shape, Collection<String> heads) {
    return new ReleasedShape(flow, variant, shape, sorted(List.of()), List.of(List.copyOf(heads)));
  }

  /** A copy with one more label. */
  public ReleasedShape labelled(String release) {
    SortedSet<String> more = sorted(releases);
    more.add(release);
    return new ReleasedShape(flow, variant, shape, more, born);
  }

  /** Whether both are the same shape of the same flow, whatever else is known of them. */
  public boolean isOf(ReleasedShape other) {
    return flow.equals(other.flow)
        && variant.equals(other.variant)
        && shape.digest().equals(other.shape.digest());
  }

  /** What is known of either; both are of one shape. */
  ReleasedShape with(ReleasedShape other) {
    SortedSet<String> labels = sorted(releases);
    labels.addAll(other.releases);
    List<List<String>> heads = new ArrayList<>(born);
    heads.addAll(other.born);
    return new ReleasedShape(flow, variant, shape, labels, heads);
  }

  private static SortedSet<String> sorted(Collection<String> words) {
    SortedSet<String> sorted = new TreeSet<>(Names.BY_UTF8);
    sorted.addAll(words);
    return sorted;
  }
}
