package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.shape.Fingerprint;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowReader;
import dev.portage.store.LineageEdge;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * In which order the shapes of a flow came about, as one book sees it: a shape that edges lead to
 * from the shape of this code is newer than this code.
 *
 * <p>An edge carries the epoch of the code that recorded it: how many times its book says {@code
 * supersedes}. To a book whose n-th such line names a shape, edges to that shape count only from
 * epoch n on. So whoever returns to an older shape sees past the releases that it returns from, and
 * sees those again that return from it in turn; no clock is asked.
 *
 * <p>Reads the store no further than edges lead; what was read stays as it was then. Thread-safe.
 */
final class Lineage {
  private final Function<Fingerprint, List<LineageEdge>> edges;
  private final @Nullable MigrationBook book;
  private final Map<Fingerprint, List<LineageEdge>> read = new ConcurrentHashMap<>();

  /**
   * A lineage.
   *
   * @param edges those that lead away from a shape, for one name of flows
   * @param book this code's; null if it has none
   */
  Lineage(Function<Fingerprint, List<LineageEdge>> edges, @Nullable MigrationBook book) {
    this.edges = edges;
    this.book = book;
  }

  /** One of which nothing is known. */
  static Lineage none() {
    return new Lineage(from -> List.of(), null);
  }

  /** The lineage of flows of that name as it is stored now. */
  static Lineage of(FlowReader reader, String flow, @Nullable MigrationBook book) {
    return new Lineage(from -> reader.lineage(flow, from), book);
  }

  /** Why newer code must have written that flow, in a clause; null if nothing says so. */
  @Nullable String newer(FlowHeader stored, Target target) {
    Fingerprint from = target.shape().fingerprint();
    Fingerprint to = stored.shape().fingerprint();
    LineageEdge last = from.equals(to) ? null : edge(stored, target, from, to);
    return last == null
        ? null
        : "by lineage: newer code carried " + last.from() + " over to " + last.to();
  }

  /** The last edge of a way between two shapes; null if there is none. */
  private @Nullable LineageEdge edge(
      FlowHeader stored, Target target, Fingerprint from, Fingerprint to) {
    List<String> variants = List.of(stored.key().variant(), target.variant());
    Set<Fingerprint> reached = new HashSet<>(Set.of(from));
    Deque<Fingerprint> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      Fingerprint at = open.remove();
      for (LineageEdge edge : read.computeIfAbsent(at, edges)) {
        boolean leadsOn = variants.contains(edge.variant()) && counts(edge);
        if (leadsOn && edge.to().equals(to)) {
          return edge;
        }
        if (leadsOn && reached.add(edge.to())) {
          open.add(edge.to());
        }
      }
    }
    return null;
  }

  private boolean counts(LineageEdge edge) {
    return book == null || edge.epoch() >= book.epochSince(edge.to());
  }
}
