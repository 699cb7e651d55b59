package dev.portage.fleet;

import dev.portage.migration.Forecast.Position;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Picks a few flows of a shape that speak for all: from each situation first, then by id. */
final class Candidates {
  private final FlowReader reader;
  private final FlowQuery query;

  Candidates(FlowReader reader, FlowQuery query) {
    this.reader = reader;
    this.query = query;
  }

  /** So many; fewer if the shape has no more. */
  List<FlowHeader> of(Share share, int most) {
    Map<FlowId, FlowHeader> picked = new LinkedHashMap<>();
    List<FlowId> samples = samples(share, most);
    Map<FlowId, FlowHeader> found = new HashMap<>();
    if (!samples.isEmpty()) {
      reader.find(FlowQuery.all().only(samples).limit(samples.size())).stream()
          .filter(query::matches)
          .filter(share.forecast().line()::covers)
          .forEach(flow -> found.put(flow.id(), flow));
    }
    for (FlowId sample : samples) {
      FlowHeader flow = found.get(sample);
      if (flow != null) {
        picked.put(sample, flow);
      }
    }
    FlowQuery rest = Kind.of(share.forecast()).in(query);
    List<FlowHeader> page = reader.find(rest);
    while (picked.size() < most && !page.isEmpty()) {
      page.stream()
          .filter(share.forecast().line()::covers)
          .filter(flow -> !picked.containsKey(flow.id()))
          .limit(most - (long) picked.size())
          .toList()
          .forEach(flow -> picked.put(flow.id(), flow));
      page = reader.find(rest.after(page.get(page.size() - 1).id()));
    }
    return picked.values().stream().limit(most).toList();
  }

  /** One of each situation, then the next of each; those that are to go before the others. */
  private static List<FlowId> samples(Share share, int most) {
    List<Position> positions = share.forecast().situations();
    Set<FlowId> samples = new LinkedHashSet<>();
    for (boolean blocked : new boolean[] {false, true}) {
      for (int round = 0; samples.size() < most && isAnyLeft(positions, round); round++) {
        for (Position position : positions) {
          List<FlowId> own = position.count().samples();
          if (position.isBlocked() == blocked && round < own.size()) {
            samples.add(own.get(round));
          }
        }
      }
    }
    return samples.stream().limit(most).toList();
  }

  private static boolean isAnyLeft(List<Position> positions, int round) {
    return positions.stream().anyMatch(position -> round < position.count().samples().size());
  }
}
