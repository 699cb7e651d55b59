package dev.portage.fleet;

import dev.portage.migration.Migrator;
import dev.portage.migration.RandomFleet;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A process that migrates a fleet, and says so of each flow, until it is done or killed. Flows that
 * a server still holds for one that was killed are waited for.
 */
final class FleetChild {
  private FleetChild() {}

  /** Takes the URL of the store, and seed and size of the fleet in it. */
  public static void main(String[] arguments) {
    RandomFleet code =
        new RandomFleet(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
    Fleet fleet = new Fleet(code.catalog(), code.migrations());
    try (FlowStore store = FlowStores.open(arguments[0])) {
      FleetReport report =
          fleet
              .run(
                  store,
                  new Migrator.Who("child", InstantSource.system()),
                  fleet.plan(store, FlowQuery.unfinished()),
                  FleetOptions.defaults()
                      .withStopAfterFailures(0)
                      .withPatience(Duration.ofSeconds(30)))
              .listening(
                  new FleetListener() {
                    @Override
                    public void settled(Settled flow, Books books) {
                      say(flow.fate() + " " + flow.flow().id() + " .");
                    }
                  })
              .run();
      say("done " + report.ending().kind());
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
