package dev.portage.store;

import dev.portage.shape.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands beside the flows of a {@link MemoryFlowStore}, which guards it. */
final class MemoryNotes {
  private final TreeMap<FlowId, Refusal> refusals = new TreeMap<>();
  private final Map<Source, List<LineageEdge>> lineage = new HashMap<>();

  private final Map<RunId, RunNote> runs = new HashMap<>();

  private record Source(String flow, Fingerprint from) {}

  /**
   * See {@link FlowStore#note(Refusal)}.
   *
   * @param header the flow's; null if there is no such flow
   */
  boolean note(Refusal refusal, @Nullable FlowHeader header) {
    Refusal noted = refusals.get(refusal.flow());
    boolean isOld = header == null || refusal.isOvertakenBy(header);
    if (isOld || (noted != null && noted.saysTheSameAs(refusal))) {
      return false;
    }
    refusals.put(refusal.flow(), refusal);
    return true;
  }

  /** Takes the note of a flow away, and gives the flow back. */
  FlowHeader takenUp(FlowHeader flow) {
    remove(flow.id());
    return flow;
  }

  /** Takes the note of a flow away, if there is one. */
  void remove(FlowId id) {
    refusals.remove(id);
  }

  /** See {@link FlowReader#refusals}. */
  List<Refusal> refusals(FlowQuery query, Function<FlowId, Stream<FlowHeader>> headers) {
    FlowId after = query.page().after();
    return (after == null ? refusals : refusals.tailMap(after, false))
        .values().stream()
            .filter(refusal -> headers.apply(refusal.flow()).anyMatch(query::matches))
            .limit(query.page().limit())
            .toList();
  }

  void note(RunNote run) {
    runs.put(run.run(), run);
  }

  /** See {@link FlowReader#runs}. */
  List<RunNote> runs(int most) {
    return runs.values().stream()
        .sorted(Comparator.comparing(RunNote::began).thenComparing(RunNote::run).reversed())
        .limit(most)
        .toList();
  }

  void note(List<LineageEdge> edges) {
    for (LineageEdge edge : edges) {
      Source source = new Source(edge.flow(), edge.from());
      List<LineageEdge> noted = lineage.computeIfAbsent(source, from -> new ArrayList<>());
      if (noted.stream().noneMatch(edge::saysTheSameAs)) {
        noted.add(edge);
      }
    }
  }

  List<LineageEdge> lineage(String flow) {
    return lineage.values().stream()
        .flatMap(List::stream)
        .filter(edge -> edge.flow().equals(flow))
        .toList();
  }

  List<LineageEdge> lineage(String flow, Fingerprint from) {
    return List.copyOf(lineage.getOrDefault(new Source(flow, from), List.of()));
  }
}
