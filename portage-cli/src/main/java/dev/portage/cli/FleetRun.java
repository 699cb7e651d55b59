package dev.portage.cli;

import dev.portage.engine.Target;
import dev.portage.migration.Forecast;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.migration.Verdict;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Migrates many flows, one exchange each, and tells how far it is. Not safe for use by several
 * threads.
 */
final class FleetRun {
  private final FlowStore store;
  private final Migrator migrator;
  private final Tally tally;
  private final Round round;

  FleetRun(FlowStore store, Migrator migrator, OutputOptions output, StopRequest stop, long all) {
    this.store = store;
    this.migrator = migrator;
    this.tally = new Tally(all);
    this.round = new Round(output, stop, tally);
  }

  /** Flows of one name and fingerprint. */
  private record Kind(String flow, String fingerprint) {}

  /** Tries every flow of the shapes that have a plan; what was done until an error is kept. */
  Tally run(FlowQuery selection, List<Forecast> forecasts) {
    Set<Kind> kinds = new LinkedHashSet<>();
    List<Forecast> planned = new ArrayList<>();
    for (Forecast forecast : forecasts) {
      if (forecast.verdict() == Verdict.PENDING || forecast.verdict() == Verdict.BLOCKED) {
        planned.add(forecast);
        kinds.add(new Kind(forecast.line().flow(), forecast.line().shape().fingerprint().hex()));
      }
    }
    try {
      for (Kind kind : new ArrayList<>(kinds)) {
        migrate(selection.of(kind.flow()).shaped(kind.fingerprint()), planned);
      }
    } catch (RuntimeException e) {
      tally.brokeOff(e);
    }
    return tally;
  }

  /** Flows of a shape that came up since were not planned, and are left to the next plan. */
  private void migrate(FlowQuery query, List<Forecast> planned) {
    List<FlowHeader> page = store.find(query);
    while (!page.isEmpty() && !tally.isStopped()) {
      List<FlowHeader> meant = page.stream().filter(header -> isIn(planned, header)).toList();
      round.over(meant, header -> tally.add(header, migrate(header, planned)));
      page = store.find(query.after(page.get(page.size() - 1).id()));
    }
  }

  private static boolean isIn(List<Forecast> planned, FlowHeader header) {
    return planned.stream().anyMatch(forecast -> forecast.line().covers(header));
  }

  /** A plan speaks for one target; flows whose inputs lead elsewhere are left to the next. */
  private Outcome migrate(FlowHeader header, List<Forecast> planned) {
    Target target =
        planned.stream()
            .filter(forecast -> forecast.line().covers(header))
            .map(Forecast::target)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return target == null ? migrator.migrate(header.id()) : migrator.migrate(header.id(), target);
  }
}
