package dev.portage.benchmarks;

import dev.portage.FlowModule;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Migrations;
import dev.portage.migration.OutputMap;

/** The orders of {@link OrderFleet} after their release, for the command line. */
public final class Orders implements FlowModule {
  @Override
  public FlowCatalog catalog() {
    return FlowCatalog.of(OrderFleet.FLOW, in -> OrderFleet.NEW);
  }

  @Override
  public Migrations migrations() {
    return OrderFleet.migrations(OutputMap.SAME);
  }
}
