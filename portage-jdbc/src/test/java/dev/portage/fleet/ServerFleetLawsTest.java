package dev.portage.fleet;

import dev.portage.jdbc.TestMaria;
import dev.portage.jdbc.TestPostgres;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import org.junit.jupiter.api.Nested;

/** Fleets on database servers. */
class ServerFleetLawsTest {
  @Nested
  class OnPostgres implements FleetContract {
    @Override
    public FlowStore open() {
      return FlowStores.open(
          TestPostgres.url(TestPostgres.newDatabase()) + "&portage.tables=create");
    }

    @Override
    public int fleets() {
      return Integer.getInteger("portage.fleets", 8) / 8;
    }
  }

  @Nested
  class OnMaria implements FleetContract {
    @Override
    public FlowStore open() {
      return FlowStores.open(TestMaria.url(TestMaria.newDatabase()) + "&portage.tables=create");
    }

    @Override
    public int fleets() {
      return Integer.getInteger("portage.fleets", 8) / 8;
    }
  }
}
