package dev.portage.fleet;

import static dev.portage.fleet.FleetLab.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ForwardingStore;
import dev.portage.store.StaleWriteException;
import dev.portage.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs on stores that gather writes, refuse them, or lose their answers. */
@Timeout(60)
class FleetTroubleTest {
  private static final int PER_THREAD = 32;
  private static final FleetOptions ALONE = FleetOptions.defaults().withParallelism(1);

  private final FleetLab lab = new FleetLab();

  private FleetReport run(FlowStore store, FleetOptions options) {
    return FleetLab.FLEET.run(store, lab.who, lab.plan(), options).run();
  }

  /** Answers no write before so many wait; then all of them. */
  private record Gathering(FlowStore behind, int most, List<CompletableFuture<Void>> waiting)
      implements ForwardingStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      CompletableFuture<Void> turn = new CompletableFuture<>();
      List<CompletableFuture<Void>> due = List.of();
      synchronized (waiting) {
        waiting.add(turn);
        assertThat(waiting).hasSizeLessThanOrEqualTo(most);
        if (waiting.size() == most) {
          due = new ArrayList<>(waiting);
          waiting.clear();
        }
      }
      CompletableFuture<FlowHeader> written = turn.thenCompose(now -> behind.commit(write));
      due.forEach(one -> one.complete(null));
      return written;
    }
  }

  @Test
  void manyExchangesAreOnTheirWaySoThatAStoreCanGatherThem() {
    lab.orders(4 * PER_THREAD);
    FleetReport report = run(new Gathering(lab.store, PER_THREAD, new ArrayList<>()), ALONE);
    assertThat(report.books().count(Fate.MIGRATED)).isEqualTo(4 * PER_THREAD);
  }

  /** Fails some writes with what is said, before or after they were made. */
  private static final class Failing implements ForwardingStore {
    private final FlowStore behind;
    private final Set<FlowId> flows;
    private final RuntimeException with;
    private final boolean isMade;

    Failing(FlowStore behind, Set<FlowId> flows, RuntimeException with, boolean isMade) {
      this.behind = behind;
      this.flows = flows;
      this.with = with;
      this.isMade = isMade;
    }

    @Override
    public FlowStore behind() {
      return behind;
    }

    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      boolean fails;
      synchronized (flows) {
        fails = flows.remove(write.key().id());
      }
      return !fails
          ? behind.commit(write)
          : isMade
              ? behind.commit(write).thenCompose(made -> CompletableFuture.failedFuture(with))
              : CompletableFuture.failedFuture(with);
    }
  }

  private static Set<FlowId> some(int... numbers) {
    Set<FlowId> flows = new HashSet<>();
    for (int number : numbers) {
      flows.add(FlowId.of(id(number)));
    }
    return flows;
  }

  private static StoreUnavailableException unavailable() {
    return new StoreUnavailableException("the store is away", null);
  }

  @Test
  void aStoreThatIsAwayEndsTheRunAndWhatWasNotMigratedWaits() {
    lab.orders(500);
    FleetReport report = run(new Failing(lab.store, some(40), unavailable(), false), ALONE);
    assertThat(report.ending().kind()).isEqualTo(Ending.Kind.BROKEN);
    assertThat(report.ending().why()).isEqualTo("the store is away");
    long migrated = report.books().count(Fate.MIGRATED);
    assertThat(lab.migrated()).hasSize((int) migrated).doesNotContain(id(40));
    assertThat(report.books())
        .isEqualTo(new Books(500, Map.of(Fate.MIGRATED, migrated, Fate.WAITING, 500 - migrated)));
    assertThat(run(lab.store, ALONE).books().selected()).isEqualTo(500 - migrated);
    assertThat(lab.migrated()).hasSize(500);
  }

  @Test
  void aWriteWhoseAnswerWasLostIsLookedFor() {
    lab.orders(60);
    FleetReport report = run(new Failing(lab.store, some(3, 30, 59), unavailable(), true), ALONE);
    assertThat(report.ending()).isEqualTo(Ending.DONE);
    assertThat(report.books()).isEqualTo(new Books(60, Map.of(Fate.MIGRATED, 60L)));
  }

  @Test
  void aFlowThatOthersWriteMeanwhileIsReadAgain() {
    lab.orders(20);
    FleetReport report =
        run(new Failing(lab.store, some(5, 6), new StaleWriteException("stale"), false), ALONE);
    assertThat(report.books()).isEqualTo(new Books(20, Map.of(Fate.MIGRATED, 20L)));
  }

  @Test
  void aWriteThatIsRefusedForAReasonOfItsOwnFailsThatFlowAlone() {
    lab.orders(20);
    FleetReport report =
        run(new Failing(lab.store, some(7), new IllegalStateException("odd"), false), ALONE);
    assertThat(report.ending()).isEqualTo(Ending.DONE);
    assertThat(report.books())
        .isEqualTo(new Books(20, Map.of(Fate.MIGRATED, 19L, Fate.FAILED, 1L)));
    assertThat(report.leftAlone().get(0).outcome().toString()).contains("odd");
  }

  @Test
  void aReaderThatIsAwayEndsTheRunToo() {
    lab.orders(20);
    FleetPlan plan = lab.plan();
    FlowStore away =
        new ForwardingStore() {
          @Override
          public FlowStore behind() {
            return lab.store;
          }

          @Override
          public List<FlowHeader> find(FlowQuery query) {
            throw unavailable();
          }
        };
    FleetReport report = FleetLab.FLEET.run(away, lab.who, plan, ALONE).run();
    assertThat(report.ending().kind()).isEqualTo(Ending.Kind.BROKEN);
    assertThat(report.books()).isEqualTo(new Books(20, Map.of(Fate.WAITING, 20L)));
    assertThat(report.took()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void whatIsStoredAndCannotBeFoundWaits() {
    lab.orders(20);
    FlowStore store =
        new ForwardingStore() {
          @Override
          public FlowStore behind() {
            return lab.store;
          }

          @Override
          public List<FlowHeader> find(FlowQuery query) {
            return lab.store.find(query).stream()
                .filter(flow -> !flow.id().text().equals(id(11)))
                .toList();
          }
        };
    for (FleetReport report :
        List.of(FleetLab.FLEET.rehearsal(store, lab.plan(), ALONE).run(), run(store, ALONE))) {
      assertThat(report.books())
          .isEqualTo(new Books(20, Map.of(Fate.MIGRATED, 19L, Fate.WAITING, 1L)));
      assertThat(report.isAsPlanned()).isFalse();
    }
  }

  @Test
  void anInterruptIsARequestToStop() {
    lab.orders(20);
    FleetRun run = lab.run(ALONE);
    Thread.currentThread().interrupt();
    FleetReport report = run.run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.ending()).isEqualTo(Ending.STOPPED);
    assertThat(lab.migrated()).isEmpty();
  }
}
