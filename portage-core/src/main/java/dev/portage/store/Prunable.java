package dev.portage.store;

import dev.portage.model.Names;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The flows of one name that are no longer kept.
 *
 * @param flow their name
 * @param flows how many there are
 * @param oldest when the one that has been finished for longest was last written
 */
public record Prunable(String flow, long flows, Instant oldest) implements Comparable<Prunable> {
  private static final Comparator<Prunable> BY_NAME =
      Comparator.comparing(Prunable::flow, Names.BY_UTF8);

  @Override
  public int compareTo(Prunable other) {
    return BY_NAME.compare(this, other);
  }

  /** Looks at every finished flow: for stores that have no better way. */
  static List<Prunable> in(FlowReader reader, Expiry expiry) {
    Map<String, Prunable> found = new TreeMap<>(Names.BY_UTF8);
    FlowQuery query = FlowQuery.all().in(FlowQuery.Scope.FINISHED);
    List<FlowHeader> page = reader.find(query);
    while (!page.isEmpty()) {
      page.stream()
          .filter(expiry::covers)
          .map(Prunable::of)
          .forEach(one -> found.merge(one.flow(), one, Prunable::and));
      page = reader.find(query.after(page.get(page.size() - 1).id()));
    }
    return List.copyOf(found.values());
  }

  private static Prunable of(FlowHeader header) {
    return new Prunable(header.flow(), 1, Objects.requireNonNull(header.times().changed()));
  }

  private Prunable and(Prunable more) {
    Instant first = more.oldest.isBefore(oldest) ? more.oldest : oldest;
    return new Prunable(flow, flows + more.flows, first);
  }
}
