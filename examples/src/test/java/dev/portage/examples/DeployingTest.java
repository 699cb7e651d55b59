package dev.portage.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.FlowModule;
import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.fleet.Fate;
import dev.portage.fleet.FleetReport;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.MemoryFlowStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What the guide does to a store carries every flow of it over. */
class DeployingTest {
  private static final int FLOWS = 10;

  @Test
  void aRollOutCarriesEveryFlowOver() {
    FlowStore store = new MemoryFlowStore(InstantSource.system());
    try (Engine engine =
        Engine.open(
            store, FlowCatalog.of("order", in -> Migrations.order()), EngineOptions.defaults())) {
      for (int i = 0; i < FLOWS; i++) {
        engine.enqueue("order", FlowId.of("order-" + i), in -> {});
      }
    }
    FlowModule release =
        new FlowModule() {
          @Override
          public FlowCatalog catalog() {
            return FlowCatalog.of("order", in -> Migrations.byCard());
          }

          @Override
          public dev.portage.migration.Migrations migrations() {
            return dev.portage.migration.Migrations.of("order", Migrations::renamed);
          }
        };
    FleetReport report = Deploying.rollOut(store, release, new Deploying.Progress());
    assertThat(report.run()).isNotNull();
    assertThat(report.isAsPlanned()).isTrue();
    assertThat(report.books().count(Fate.MIGRATED)).isEqualTo(FLOWS);
  }
}
