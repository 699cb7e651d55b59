package dev.portage.examples;

import dev.portage.FlowModule;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowFactory;
import dev.portage.fleet.Books;
import dev.portage.fleet.Fleet;
import dev.portage.fleet.FleetListener;
import dev.portage.fleet.FleetOptions;
import dev.portage.fleet.FleetPlan;
import dev.portage.fleet.FleetReport;
import dev.portage.migration.Migrator;
import dev.portage.model.Slot;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import java.time.InstantSource;

/** The examples of {@code docs/guide/deploying.md}. */
final class Deploying {
  private static final Slot<Boolean> GIFT = Slot.of("gift", Boolean.class);

  private Deploying() {}

  // guide:begin variants
  static FlowCatalog catalog(FlowFactory order) {
    return FlowCatalog.builder()
        .flow("order", in -> in.get(GIFT) ? "gift" : "plain", order)
        .example("order", in -> in.put(GIFT, true))
        .example("order", in -> in.put(GIFT, false))
        .build();
  }

  // guide:end

  // guide:begin fleet
  static FleetReport rollOut(FlowStore store, FlowModule release, FleetListener listener) {
    Fleet fleet = new Fleet(release.catalog(), release.migrations());
    FleetPlan plan = fleet.plan(store, FlowQuery.unfinished());
    FleetOptions options = FleetOptions.defaults().withSample(20).withCanary(3).withRate(500);
    FleetReport rehearsed = fleet.rehearsal(store, plan, options).run(); // writes nothing
    if (!rehearsed.isAsPlanned()) {
      return rehearsed; // rehearsed.leftAlone() says which flows, and why
    }
    Migrator.Who who = new Migrator.Who("deploy 2026.05", InstantSource.system());
    return fleet.run(store, who, plan, options).listening(listener).run();
  }

  // guide:end

  // guide:begin listener
  static final class Progress implements FleetListener {
    @Override
    public void progress(Books books) { // every few hundred flows, and at both ends
      System.out.println(books); // 684/907 migrated=681 busy=3 failed=0
    }
  }
  // guide:end
}
