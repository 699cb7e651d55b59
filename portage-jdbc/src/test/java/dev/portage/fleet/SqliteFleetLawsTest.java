package dev.portage.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.RandomFleet;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fleets on SQLite. */
class SqliteFleetLawsTest implements FleetContract {
  @TempDir private Path directory;

  @Override
  public FlowStore open() {
    return open(UUID.randomUUID().toString());
  }

  private FlowStore open(String name) {
    return FlowStores.open("jdbc:sqlite:" + directory.resolve(name + ".db"));
  }

  @Override
  public int fleets() {
    return Integer.getInteger("portage.fleets", 8) / 2;
  }

  @Test
  void twoRunsWithAStoreEachMigrateEachFlowOnce() throws Exception {
    RandomFleet code = new RandomFleet(SEED, 600);
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (FlowStore one = open("shared");
        FlowStore other = open("shared")) {
      code.fill(one);
      Fleet fleet = new Fleet(code.catalog(), code.migrations());
      List<Future<Books>> runs = new ArrayList<>();
      for (FlowStore store : List.of(one, other)) {
        FleetPlan plan = fleet.plan(store, FlowQuery.unfinished());
        FleetOptions options = FleetOptions.defaults().withStopAfterFailures(0);
        runs.add(
            threads.submit(
                () -> {
                  start.await(60, TimeUnit.SECONDS);
                  return fleet.run(store, WHO, plan, options).run().books();
                }));
      }
      long migrated = 0;
      for (Future<Books> run : runs) {
        migrated += run.get().count(Fate.MIGRATED);
        assertThat(run.get().count(Fate.WAITING)).isZero();
      }
      long journalled = 0;
      for (FlowHeader flow : one.find(FlowQuery.all())) {
        assertThat(one.journal(flow.id())).as(flow.id().text()).hasSizeLessThan(2);
        journalled += one.journal(flow.id()).size();
      }
      assertThat(migrated).isEqualTo(journalled).isGreaterThan(50);
    } finally {
      threads.shutdownNow();
    }
  }
}
