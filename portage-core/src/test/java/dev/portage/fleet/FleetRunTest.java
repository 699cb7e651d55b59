package dev.portage.fleet;

import static dev.portage.fleet.FleetLab.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portage.migration.Outcome;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can be asked of a run, and what it does when something is in its way. */
@Timeout(60)
class FleetRunTest {
  private static final FleetOptions DEFAULTS = FleetOptions.defaults();

  private final FleetLab lab = new FleetLab();

  /** Calls back with each flow that was settled. */
  private static FleetListener each(Consumer<Settled> heard) {
    return new FleetListener() {
      @Override
      public void settled(Settled flow, Books books) {
        heard.accept(flow);
      }
    };
  }

  private static Books books(long selected, Map<Fate, Long> counts) {
    return new Books(selected, counts);
  }

  @Test
  void canariesAreTheFirstOfTheirShapeOneFromEachSituation() {
    lab.orders(20).order("order-99", "good");
    FlowId untouched = FleetLab.put(lab.store, "order-98");
    Heard heard = new Heard();
    FleetReport report = lab.run(DEFAULTS.withCanary(2)).listening(heard).run();
    assertThat(heard.settled().subList(0, 2))
        .allMatch(one -> one.stage() == Settled.Stage.CANARY)
        .extracting(one -> one.flow().id())
        .containsExactlyInAnyOrder(FlowId.of(id(0)), untouched);
    assertThat(heard.settled().subList(2, 22)).allMatch(one -> one.stage() == Settled.Stage.FLEET);
    assertThat(report.books()).isEqualTo(books(22, Map.of(Fate.MIGRATED, 22L)));
    assertThat(report.isAsPlanned()).isTrue();
  }

  @Test
  void aCanaryThatFailsEndsTheRunBeforeTheFleet() {
    lab.order("order-0", "bad");
    lab.orders(50);
    FleetReport report = lab.run(DEFAULTS.withCanary(3)).run();
    assertThat(report.ending().kind()).isEqualTo(Ending.Kind.CANARY);
    assertThat(report.ending().why()).contains("'order-0'", "failed");
    assertThat(report.books()).isEqualTo(books(51, Map.of(Fate.FAILED, 1L, Fate.WAITING, 50L)));
    assertThat(lab.migrated()).isEmpty();
    assertThat(report.leftAlone())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.flow()).isEqualTo(FlowId.of("order-0"));
              assertThat(((Outcome.Failed) one.outcome()).why())
                  .contains("version a 1.0 -> 2.0", "bad value");
            });
  }

  @Test
  void aCanaryThatIsBlockedAsPlannedOrBusyEndsNothing() {
    lab.inDoubt("order-0");
    lab.drive(lab.order("order-00", "good"), Duration.ofHours(1));
    lab.orders(10);
    assertThat(lab.plan().selected()).isEqualTo(12);
    FleetReport report = lab.run(DEFAULTS.withCanary(4)).run();
    assertThat(report.books())
        .isEqualTo(books(12, Map.of(Fate.MIGRATED, 10L, Fate.BLOCKED, 1L, Fate.BUSY, 1L)));
    assertThat(report.isAsPlanned()).as("surprises %s", report.surprises()).isTrue();
  }

  @Test
  void aFailureLeavesTheOthersAloneAndTooManyEndTheRun() {
    for (int i = 0; i < 30; i++) {
      lab.order(id(i), i % 3 == 0 ? "bad" : "good");
    }
    FleetReport few =
        lab.run(DEFAULTS.withParallelism(1).withStopAfterFailures(3).withLimit(12)).run();
    assertThat(few.ending().kind()).isEqualTo(Ending.Kind.FAILURES);
    assertThat(few.ending().why()).isEqualTo("stopped after 3 flows failed");
    FleetReport all = lab.run(DEFAULTS.withStopAfterFailures(0)).run();
    assertThat(all.ending()).isEqualTo(Ending.DONE);
    assertThat(all.books().count(Fate.FAILED)).isEqualTo(10);
    assertThat(lab.migrated()).hasSize(20);
  }

  @Test
  void aRateIsKept() {
    lab.orders(50);
    Timekeeper time = lab.time();
    List<Long> moments = new ArrayList<>();
    FleetReport report =
        lab.run(DEFAULTS.withRate(5))
            .in(time)
            .listening(each(flow -> moments.add(time.nanos())))
            .run();
    assertThat(report.took()).isBetween(Duration.ofMillis(9700), Duration.ofSeconds(10));
    assertThat(moments).hasSize(50);
    assertThat(moments.stream().filter(at -> at <= 5_000_000_000L)).hasSizeBetween(20, 27);
  }

  @Test
  void aPauseComesToRestBetweenFlowsAndEndsWhenItIsTold() {
    lab.orders(300);
    FleetRun run = lab.run(DEFAULTS);
    List<Books> paused = new ArrayList<>();
    run.listening(
        new FleetListener() {
          private boolean asked;

          @Override
          public void settled(Settled flow, Books books) {
            if (books.settled() == 20) {
              asked = true;
              run.pause();
            }
          }

          @Override
          public void progress(Books books) {
            if (asked) {
              asked = false;
              assertThat(lab.migrated()).as("none is under way").hasSize((int) books.settled());
              paused.add(books);
              new Thread(run::resume).start();
            }
          }
        });
    FleetReport report = run.run();
    assertThat(paused).singleElement().satisfies(at -> assertThat(at.settled()).isLessThan(300));
    assertThat(report.books()).isEqualTo(books(300, Map.of(Fate.MIGRATED, 300L)));
  }

  @Test
  void aRunThatIsStoppedLeavesTheRestForTheNext() {
    lab.orders(1000);
    FleetRun run = lab.run(DEFAULTS.withParallelism(2));
    AtomicInteger settled = new AtomicInteger();
    run.listening(
        each(
            flow -> {
              if (settled.incrementAndGet() == 5) {
                run.stop();
              }
            }));
    FleetReport report = run.run();
    assertThat(report.ending()).isEqualTo(Ending.STOPPED);
    assertThat(lab.migrated()).hasSize((int) report.books().count(Fate.MIGRATED));
    assertThat(report.books().count(Fate.WAITING)).isGreaterThan(900);
    assertThatThrownBy(run::run).isInstanceOf(IllegalStateException.class);

    FleetReport next = lab.run(DEFAULTS).run();
    assertThat(next.books().selected()).isEqualTo(report.books().count(Fate.WAITING));
    assertThat(lab.migrated()).hasSize(1000);
  }

  @Test
  void aStopEndsAPause() {
    lab.orders(3);
    FleetRun run = lab.run(DEFAULTS);
    run.pause();
    CompletableFuture<FleetReport> report = CompletableFuture.supplyAsync(run::run);
    await().untilAsserted(() -> assertThat(run.books().selected()).isEqualTo(3));
    run.stop();
    assertThat(report.join().ending()).isEqualTo(Ending.STOPPED);
    assertThat(lab.migrated()).isEmpty();
  }

  @Test
  void busyFlowsAreWaitedForAsLongAsIsSaid() {
    lab.orders(3);
    lab.drive(FlowId.of(id(0)), Duration.ofSeconds(5));
    lab.drive(FlowId.of(id(1)), Duration.ofHours(1));
    Heard heard = new Heard();
    FleetReport report =
        lab.run(DEFAULTS.withPatience(Duration.ofSeconds(20)))
            .in(lab.time())
            .listening(heard)
            .run();
    assertThat(report.books()).isEqualTo(books(3, Map.of(Fate.MIGRATED, 2L, Fate.BUSY, 1L)));
    assertThat(report.leftAlone()).extracting(LeftAlone::flow).containsExactly(FlowId.of(id(1)));
    assertThat(report.took()).isEqualTo(Duration.ofSeconds(20));
    assertThat(heard.books()).anyMatch(books -> books.count(Fate.BUSY) == 2);
  }

  @Test
  void aLimitIsTheMostFlowsThatHaveATurn() {
    lab.orders(30);
    FleetReport report = lab.run(DEFAULTS.withLimit(7).withCanary(2)).run();
    assertThat(report.books()).isEqualTo(books(7, Map.of(Fate.MIGRATED, 7L)));
    assertThat(lab.migrated()).hasSize(7);
  }

  @Test
  void flowsThatCameUpSinceAreSelectedTooAndThoseThatWentAreCurrent() {
    lab.orders(10);
    FleetPlan plan = lab.plan();
    FlowHeader gone = lab.store.find(FlowQuery.all()).get(4);
    FleetLab.FLEET
        .run(
            lab.store,
            lab.who,
            FleetLab.FLEET.plan(lab.store, FlowQuery.unfinished().only(List.of(gone.id()))),
            DEFAULTS)
        .run();
    for (int i = 10; i < 13; i++) {
      lab.order(id(i), "good");
    }
    FleetReport report = FleetLab.FLEET.run(lab.store, lab.who, plan, DEFAULTS).run();
    assertThat(report.books().count(Fate.MIGRATED)).isEqualTo(12);
    assertThat(report.books().count(Fate.WAITING)).isZero();
    assertThat(lab.migrated()).hasSize(13);
  }

  @Test
  void aListenerThatThrowsChangesNothing() {
    lab.orders(5);
    FleetReport report =
        lab.run(DEFAULTS)
            .listening(
                each(
                    flow -> {
                      throw new IllegalStateException("listener");
                    }))
            .run();
    assertThat(report.books()).isEqualTo(books(5, Map.of(Fate.MIGRATED, 5L)));
  }

  @Test
  void aSampleRehearsesSoManyOfEachShape() {
    lab.orders(40).order("order-99", "bad");
    FleetReport some =
        FleetLab.FLEET.rehearsal(lab.store, lab.plan(), DEFAULTS.withSample(7)).run();
    assertThat(some.books()).isEqualTo(books(7, Map.of(Fate.MIGRATED, 7L)));
    assertThat(some.run()).isNull();
    FleetReport all = FleetLab.FLEET.rehearsal(lab.store, lab.plan(), DEFAULTS).run();
    assertThat(all.books()).isEqualTo(books(41, Map.of(Fate.MIGRATED, 40L, Fate.FAILED, 1L)));
    assertThat(all.isAsPlanned()).isFalse();
    assertThat(lab.migrated()).isEmpty();
  }
}
