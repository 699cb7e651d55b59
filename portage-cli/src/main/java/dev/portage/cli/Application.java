package dev.portage.cli;

import dev.portage.engine.FlowCatalog;
import dev.portage.fleet.Fleet;
import dev.portage.migration.Forecasts;
import dev.portage.migration.Migrations;
import dev.portage.store.FlowReader;

/** The flows and migrations that were found on a class path. */
record Application(FlowCatalog catalog, Migrations migrations) {
  Forecasts forecasts(FlowReader reader) {
    return new Forecasts(reader, catalog, migrations);
  }

  Fleet fleet() {
    return new Fleet(catalog, migrations);
  }
}
