package dev.portage;

import dev.portage.migration.Finding;
import dev.portage.migration.Forecast;
import dev.portage.migration.Forecasts;
import dev.portage.migration.Plan;
import dev.portage.migration.Verdict;
import dev.portage.shape.Inconsistency;
import dev.portage.store.CensusLine;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.PayloadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What would become of the unfinished flows of a store under this code, as it was when the
 * application started. It takes as long as counting where unfinished flows are.
 *
 * @param store where they are
 * @param forecasts one for each stored shape that has unfinished flows
 * @param unreadable shapes whose flows nobody can read; they are in no forecast, and keep nothing
 *     from starting
 */
public record StartReport(String store, List<Forecast> forecasts, List<Forecast> unreadable) {
  /** Copies the lists. */
  public StartReport {
    forecasts = List.copyOf(forecasts);
    unreadable = List.copyOf(unreadable);
  }

  /** Looks at a store; writes nothing. */
  static StartReport of(FlowReader store, FlowModule module) {
    List<Forecast> forecasts =
        new ArrayList<>(
            new Forecasts(store, module.catalog(), module.migrations())
                .forecast(FlowQuery.unfinished()));
    List<Forecast> unreadable =
        forecasts.stream()
            .filter(each -> each.verdict() == Verdict.STUCK && each.plan() == null)
            .filter(each -> !isReadable(store, each))
            .toList();
    forecasts.removeAll(unreadable);
    return new StartReport(store.description(), forecasts, unreadable);
  }

  private static boolean isReadable(FlowReader store, Forecast forecast) {
    try {
      Optional<FlowRecord> sample = store.load(forecast.line().sample());
      return sample.isPresent() && sample.get().header().inputs().tree().isObject();
    } catch (CorruptRecordException | PayloadException e) {
      return false;
    }
  }

  /** The shapes from which no plan leads to this code. */
  public List<Forecast> stuck() {
    return of(Verdict.STUCK);
  }

  /** The forecasts of that verdict. */
  public List<Forecast> of(Verdict verdict) {
    return forecasts.stream().filter(forecast -> forecast.verdict() == verdict).toList();
  }

  /** How many unfinished flows are stuck. */
  public long stuckFlows() {
    return stuck().stream().mapToLong(forecast -> forecast.line().unfinished()).sum();
  }

  /** Whether nothing stands against any flow: all are current, to be migrated, or newer. */
  public boolean isClean() {
    return unreadable.isEmpty()
        && forecasts.stream()
            .allMatch(
                each ->
                    each.blocked() == 0
                        && Set.of(Verdict.CURRENT, Verdict.PENDING, Verdict.NEWER)
                            .contains(each.verdict()));
  }

  /** One line for each shape that something is to be said of, with findings below. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Forecast forecast : forecasts) {
      boolean isQuiet =
          forecast.blocked() == 0
              && Set.of(Verdict.CURRENT, Verdict.PENDING).contains(forecast.verdict());
      if (!isQuiet) {
        text.append(line(forecast));
      }
    }
    unreadable.forEach(each -> text.append(line(each)));
    return text.toString();
  }

  private static String line(Forecast forecast) {
    CensusLine line = forecast.line();
    StringBuilder text = new StringBuilder("\n  ");
    text.append(line.flow());
    text.append(line.variant().isEmpty() ? "" : " " + line.variant());
    text.append(' ').append(line.shape().fingerprint().brief()).append(": ");
    long flows = forecast.blocked() > 0 ? forecast.blocked() : line.unfinished();
    text.append(flows).append(flows == 1 ? " flow " : " flows ");
    text.append(forecast.blocked() > 0 ? Verdict.BLOCKED : forecast.verdict());
    text.append(", such as '").append(line.sample()).append('\'');
    text.append(forecast.why().isEmpty() ? "" : ": " + forecast.why());
    if (forecast.plan() instanceof Plan.Stuck stuck && !stuck.left().isEmpty()) {
      List<String> left = stuck.left().stream().map(Inconsistency::describe).toList();
      text.append("\n    differences: ").append(String.join(", ", left));
    }
    forecast.findings().forEach(finding -> text.append(below(finding)));
    forecast.situations().stream()
        .flatMap(position -> position.findings().stream())
        .filter(Finding::isError)
        .distinct()
        .forEach(finding -> text.append(below(finding)));
    return text.toString();
  }

  private static String below(Finding finding) {
    return "\n    " + finding.toString().replace("\n", "\n    ");
  }

  /** Where, and how many shapes. */
  @Override
  public String toString() {
    return "StartReport(" + store + ", " + forecasts.size() + " shapes)";
  }
}
