package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.shape.Fingerprint;
import dev.portage.store.FlowHeader;
import dev.portage.store.LineageEdge;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
 * @param edges all that are stored for the name of the flow
 * @param book this code's; null if it has none
 */
record Lineage(List<LineageEdge> edges, @Nullable MigrationBook book) {
  /** Nothing is known. */
  static final Lineage NONE = new Lineage(List.of(), null);

  /** Copies the edges. */
  Lineage {
    edges = List.copyOf(edges);
  }

  /** Why newer code must have written that flow, in a clause; null if nothing says so. */
  @Nullable String newer(FlowHeader stored, Target target) {
    Fingerprint from = target.shape().fingerprint();
    Fingerprint to = stored.shape().fingerprint();
    LineageEdge last = edges.isEmpty() || from.equals(to) ? null : edge(stored, target, from, to);
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
      for (LineageEdge edge : edges) {
        boolean leadsOn =
            edge.from().equals(at) && variants.contains(edge.variant()) && counts(edge);
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
