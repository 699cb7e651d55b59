package dev.portage.store;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands beside the flows of a {@link MemoryFlowStore}, which guards it. */
final class MemoryNotes {
  private final TreeMap<FlowId, Refusal> refusals = new TreeMap<>();
  private final List<LineageEdge> lineage = new ArrayList<>();

  /**
   * See {@link FlowStore#note(Refusal)}.
   *
   * @param header the flow's; null if there is no such flow
   */
  boolean note(Refusal refusal, @Nullable FlowHeader header) {
    Refusal noted = refusals.get(refusal.flow());
    boolean isOld = header == null || header.revision() != refusal.revision();
    if (isOld || (noted != null && noted.saysTheSameAs(refusal))) {
      return false;
    }
    refusals.put(refusal.flow(), refusal);
    return true;
  }

  void takenUp(FlowId flow) {
    refusals.remove(flow);
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

  void note(List<LineageEdge> edges) {
    for (LineageEdge edge : edges) {
      if (lineage.stream().noneMatch(edge::saysTheSameAs)) {
        lineage.add(edge);
      }
    }
  }

  List<LineageEdge> lineage(String flow) {
    return lineage.stream().filter(edge -> edge.flow().equals(flow)).toList();
  }
}
