package dev.portage.taskflow;

import dev.portage.model.Names;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.ShapeRef;
import dev.portage.store.Situation;
import dev.portage.store.SituationCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which flows a query means, and how they are counted. */
final class Selection {
  private record Group(String flow, String variant, ShapeRef shape) {}

  private static final Comparator<CensusLine> BY_SHAPE =
      Comparator.comparing(CensusLine::flow, Names.BY_UTF8)
          .thenComparing(CensusLine::variant, Names.BY_UTF8)
          .thenComparing(line -> line.shape().fingerprint().hex())
          .thenComparing(line -> line.shape().digest());

  private Selection() {}

  static boolean isIn(FlowQuery query, FlowHeader header) {
    Instant claimableAt = query.claimableAt();
    return (query.flow() == null || header.flow().equals(query.flow()))
        && (query.ids().isEmpty() || query.ids().contains(header.id()))
        && (claimableAt == null || !header.lease().isLiveAt(claimableAt))
        && isIn(query.scope(), header)
        && (query.fingerprint() == null
            || header.shape().fingerprint().hex().startsWith(query.fingerprint()));
  }

  private static boolean isIn(FlowQuery.Scope scope, FlowHeader header) {
    return switch (scope) {
      case ALL -> true;
      case FINISHED -> header.state().isFinished();
      case UNFINISHED -> !header.state().isFinished();
    };
  }

  /** Whether a flow is one of the unfinished ones that a line counts. */
  static boolean isIn(CensusLine line, FlowHeader header) {
    return isIn(FlowQuery.Scope.UNFINISHED, header)
        && group(header).equals(new Group(line.flow(), line.variant(), line.shape()));
  }

  private static Group group(FlowHeader header) {
    return new Group(header.flow(), header.key().variant(), header.shape());
  }

  /** One line for each name and shape; the headers come sorted by id. */
  static List<CensusLine> census(List<FlowHeader> headers) {
    Map<Group, List<FlowHeader>> groups = new LinkedHashMap<>();
    headers.forEach(
        header -> groups.computeIfAbsent(group(header), g -> new ArrayList<>()).add(header));
    List<CensusLine> lines = new ArrayList<>();
    groups.forEach((group, members) -> lines.add(line(group, members)));
    lines.sort(BY_SHAPE);
    return List.copyOf(lines);
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
        .sorted(
            Comparator.comparingLong(SituationCount::flows)
                .reversed()
                .thenComparing(count -> count.samples().get(0)))
        .toList();
  }

  private static SituationCount count(Situation situation, List<FlowId> flows) {
    List<FlowId> samples = flows.stream().sorted().limit(SituationCount.MOST_SAMPLES).toList();
    return new SituationCount(situation, flows.size(), samples);
  }
}
