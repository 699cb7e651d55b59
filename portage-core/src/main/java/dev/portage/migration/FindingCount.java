package dev.portage.migration;

import dev.portage.migration.Forecast.Position;
import dev.portage.store.FlowId;
import dev.portage.store.SituationCount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One finding, and how many flows of a shape it concerns.
 *
 * @param finding what was found
 * @param flows how many flows
 * @param samples a few of them
 */
public record FindingCount(Finding finding, long flows, List<FlowId> samples) {
  /** Copies the samples. */
  public FindingCount {
    samples = List.copyOf(samples);
  }

  /** The findings of every position taken together: errors first, then in the order they came. */
  public static List<FindingCount> of(Forecast forecast) {
    Map<Finding, FindingCount> found = new LinkedHashMap<>();
    forecast
        .findings()
        .forEach(
            finding ->
                found.put(
                    finding,
                    new FindingCount(
                        finding, forecast.line().unfinished(), List.of(forecast.line().sample()))));
    for (Position position : forecast.situations()) {
      for (Finding finding : position.findings()) {
        SituationCount count = position.count();
        found.merge(
            finding, new FindingCount(finding, count.flows(), count.samples()), FindingCount::plus);
      }
    }
    List<FindingCount> sorted = new ArrayList<>(found.values());
    sorted.sort((a, b) -> a.finding().severity().compareTo(b.finding().severity()));
    return sorted;
  }

  private FindingCount plus(FindingCount more) {
    List<FlowId> both = new ArrayList<>(samples);
    both.addAll(more.samples());
    return new FindingCount(
        finding,
        flows + more.flows(),
        both.subList(0, Math.min(both.size(), SituationCount.MOST_SAMPLES)));
  }
}
