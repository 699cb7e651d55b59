package dev.portage.benchmarks;

import dev.portage.fleet.Books;
import dev.portage.fleet.Ending;
import dev.portage.fleet.Fate;
import dev.portage.fleet.FleetListener;
import dev.portage.fleet.FleetOptions;
import dev.portage.fleet.FleetReport;
import dev.portage.fleet.FleetRun;
import dev.portage.fleet.Settled;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/**
 * Users who run flows in a store that holds orders nobody drives, and runs over these orders.
 *
 * @param orders idle, and of an old shape until a run has carried them over
 * @param users those who run flows
 * @param store that of the users' engine
 * @param runs that of the runs; the same, or one of its own as in another process
 */
record BesideFleet(OrderFleet orders, StoreLoad users, FlowStore store, FlowStore runs)
    implements AutoCloseable {
  private static final int CALLERS = 32;

  /**
   * Flows in a second.
   *
   * @param before of users, without a run
   * @param beside of users, during one
   * @param after of users, without again
   * @param carried orders that the run carried over meanwhile
   */
  record Round(double before, double beside, double after, double carried) {
    /** What users do when nothing else happens. */
    double usual() {
      return (before + after) / 2;
    }

    double part() {
      return beside / usual();
    }
  }

  /** Puts the orders there; runs have the store of the engine, or one of their own. */
  static BesideFleet open(OrderFleet orders, boolean isApart) throws SQLException {
    orders.fill();
    String url = orders.database().storeUrl();
    FlowStore store = FlowStores.open(url);
    return new BesideFleet(
        orders,
        new StoreLoad(store, CALLERS, () -> FlowId.next(InstantSource.system())),
        store,
        isApart ? FlowStores.open(url) : store);
  }

  /** Lets users run flows for three times so long, the second time beside a run. */
  Round round(Duration window, FleetOptions options)
      throws InterruptedException, ExecutionException {
    double before = users.perSecond(window, CALLERS);
    FleetRun run = orders.run(runs, options);
    CountDownLatch first = new CountDownLatch(1);
    run.listening(
        new FleetListener() {
          @Override
          public void settled(Settled flow, Books books) {
            first.countDown();
          }
        });
    CompletableFuture<FleetReport> ended =
        CompletableFuture.supplyAsync(run::run, work -> new Thread(work, "fleet").start())
            .whenComplete((report, thrown) -> first.countDown());
    first.await();
    long began = System.nanoTime();
    long carried = run.books().count(Fate.MIGRATED);
    double beside = users.perSecond(window, CALLERS);
    carried = run.books().count(Fate.MIGRATED) - carried;
    double seconds = (System.nanoTime() - began) / 1e9;
    run.stop();
    if (ended.get().ending().kind() != Ending.Kind.STOPPED) {
      throw new IllegalStateException("expected a run until it is stopped, found " + ended.get());
    }
    return new Round(before, beside, users.perSecond(window, CALLERS), carried / seconds);
  }

  @Override
  public void close() {
    users.close();
    runs.close();
    store.close();
  }
}
