package dev.portage.taskflow;

import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.ShapeRef;
import dev.portage.store.Situation;
import dev.portage.store.SituationCount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How flows are counted, one after another; of each group one flow is remembered. */
final class Counting {
  private record Group(String flow, String variant, ShapeRef shape) {}

  /** What is known of a group so far. */
  private record Count(long unfinished, long finished, FlowId sample, boolean isUnfinished) {
    Count and(FlowHeader flow) {
      boolean finished = flow.state().isFinished();
      boolean isBetter =
          finished
              ? !isUnfinished && flow.id().compareTo(sample) < 0
              : !isUnfinished || flow.id().compareTo(sample) < 0;
      return new Count(
          unfinished + (finished ? 0 : 1),
          this.finished + (finished ? 1 : 0),
          isBetter ? flow.id() : sample,
          isUnfinished || !finished);
    }

    static Count of(FlowHeader flow) {
      return new Count(0, 0, flow.id(), false).and(flow);
    }
  }

  private final Map<Group, Count> groups = new LinkedHashMap<>();

  /** Whether a flow is one of the unfinished ones that a line counts. */
  static boolean isIn(CensusLine line, FlowHeader header) {
    return !header.state().isFinished()
        && group(header).equals(new Group(line.flow(), line.variant(), line.shape()));
  }

  private static Group group(FlowHeader header) {
    return new Group(header.flow(), header.key().variant(), header.shape());
  }

  void add(FlowHeader flow) {
    Group group = group(flow);
    Count known = groups.get(group);
    groups.put(group, known == null ? Count.of(flow) : known.and(flow));
  }

  /** One line for each name and shape. */
  List<CensusLine> census() {
    return groups.entrySet().stream()
        .map(
            entry ->
                new CensusLine(
                    entry.getKey().flow(),
                    entry.getKey().variant(),
                    entry.getKey().shape(),
                    entry.getValue().unfinished(),
                    entry.getValue().finished(),
                    entry.getValue().sample()))
        .sorted()
        .toList();
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
