package dev.portage.fleet;

import dev.portage.migration.Forecast;
import dev.portage.migration.Verdict;
import dev.portage.store.FlowQuery;
import java.util.List;

/**
 * What a run will be about: one forecast for each stored shape of the flows that are meant.
 *
 * @param query which flows are meant
 * @param forecasts in the order of the census
 */
public record FleetPlan(FlowQuery query, List<Forecast> forecasts) {
  /** Copies the list. */
  public FleetPlan {
    forecasts = List.copyOf(forecasts);
  }

  /** The shapes that have a plan: flows of these are selected. */
  public List<Forecast> planned() {
    return forecasts.stream()
        .filter(f -> f.verdict() == Verdict.PENDING || f.verdict() == Verdict.BLOCKED)
        .toList();
  }

  /** How many flows are selected. */
  public long selected() {
    return planned().stream().mapToLong(forecast -> forecast.line().unfinished()).sum();
  }
}
