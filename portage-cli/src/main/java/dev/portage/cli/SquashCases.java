package dev.portage.cli;

import dev.portage.migration.Forecast;
import dev.portage.migration.ReleaseCheck;
import dev.portage.migration.SquashProof.Case;
import dev.portage.shape.Shape;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The flows that steps are compared on.
 *
 * @param code what they are to become
 * @param catalog where the code came from
 */
record SquashCases(Application code, CatalogOption catalog, String type) {
  /**
   * Those that were released and those that are stored, as far as they are known.
   *
   * @throws CommandException if there is neither a store nor a lock
   */
  List<Case> in(StoreOption store, LockOption lock) {
    Set<Case> cases = new LinkedHashSet<>();
    if (!store.isGiven() && !lock.isMeant()) {
      throw CommandException.usage(
          "on which flows is it to be proved? Add --store URL, or a lock of released shapes\n  next: "
              + Shell.portage()
              + " record"
              + catalog.asOption());
    }
    if (lock.isMeant()) {
      Application released =
          new Application(ReleaseCheck.targets(code.catalog()), code.migrations());
      cases.addAll(in(ReleaseCheck.flows(lock.read()), released));
    }
    if (store.isGiven()) {
      try (FlowReader reader = store.openForReading(catalog)) {
        cases.addAll(in(reader, code));
      }
    }
    return List.copyOf(cases);
  }

  private List<Case> in(FlowReader reader, Application application) {
    List<Case> cases = new ArrayList<>();
    for (Forecast forecast :
        application.forecasts(reader).forecast(FlowQuery.unfinished().of(type))) {
      Shape stored = reader.shape(forecast.line().shape().digest()).orElse(null);
      if (stored != null && forecast.target() != null) {
        cases.add(
            new Case(
                stored.atoms(),
                forecast.line().shape().stamp(),
                forecast.target().shape().atoms()));
      }
    }
    return cases;
  }
}
