package dev.portage.taskflow;

import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.ShapeRef;
import dev.portage.store.Situation;
import dev.portage.store.SituationCount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How flows are counted. */
final class Counting {
  private record Group(String flow, String variant, ShapeRef shape) {}

  private Counting() {}

  private static Group group(FlowHeader header) {
    return new Group(header.flow(), header.key().variant(), header.shape());
  }

  /** One line for each name and shape; the headers come sorted by id. */
  static List<CensusLine> census(List<FlowHeader> headers) {
    Map<Group, List<FlowHeader>> groups = new LinkedHashMap<>();
    headers.forEach(
        header -> groups.computeIfAbsent(group(header), g -> new ArrayList<>()).add(header));
    return groups.entrySet().stream()
        .map(entry -> line(entry.getKey(), entry.getValue()))
        .sorted()
        .toList();
  }

  private static CensusLine line(Group group, List<FlowHeader> members) {
    List<FlowHeader> unfinished =
        members.stream().filter(member -> !member.state().isFinished()).toList();
    FlowHeader sample = unfinished.isEmpty() ? members.get(0) : unfinished.get(0);
    return new CensusLine(
        group.flow(),
        group.variant(),
        group.shape(),
        unfinished.size(),
        members.size() - unfinished.size(),
        sample.id());
  }

  static List<SituationCount> counts(Map<Situation, List<FlowId>> found) {
    return found.entrySet().stream()
        .map(entry -> count(entry.getKey(), entry.getValue()))
        .sorted()
        .toList();
  }

  private static SituationCount count(Situation situation, List<FlowId> flows) {
    List<FlowId> samples = flows.stream().sorted().limit(SituationCount.MOST_SAMPLES).toList();
    return new SituationCount(situation, flows.size(), samples);
  }
}
