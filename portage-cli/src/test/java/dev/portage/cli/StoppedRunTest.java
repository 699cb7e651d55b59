package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.PlanAnswer.Strictness;
import dev.portage.fleet.Books;
import dev.portage.fleet.Fate;
import dev.portage.fleet.Fleet;
import dev.portage.fleet.FleetListener;
import dev.portage.fleet.FleetOptions;
import dev.portage.fleet.FleetReport;
import dev.portage.fleet.FleetRun;
import dev.portage.fleet.Settled;
import dev.portage.migration.Forecast;
import dev.portage.migration.Forecasts;
import dev.portage.migration.Migrator;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migration of many flows that is stopped half way, and taken up again. */
class StoppedRunTest {
  private static final int ALL = 10;

  private final Shop shop = new Shop();
  private final FlowStore store = shop.store();
  private final ShopModule code = new ShopModule();
  private final OutputOptions output =
      new OutputOptions(
          new Terminal(
              new ByteArrayOutputStream(),
              new ByteArrayOutputStream(),
              StandardCharsets.UTF_8,
              Map.of(),
              null));
  @TempDir private Path directory;

  private List<FlowHeader> flows() {
    return store.find(FlowQuery.all());
  }

  /** None begins before the last has ended: of each there is one event. */
  private FleetReport stoppedAfter(int some, PlanAnswer plan) {
    FleetRun run =
        new Fleet(code.catalog(), code.migrations())
            .run(
                store,
                new Migrator.Who("ann", InstantSource.fixed(Shop.NOW)),
                plan.fleet(),
                FleetOptions.defaults().withCanary(ALL));
    try (StopRequest stop = StopRequest.listen(output, run::stop)) {
      return run.listening(
              new FleetListener() {
                @Override
                public void settled(Settled flow, Books books) {
                  if (books.settled() == some) {
                    stop.ask();
                  }
                }
              })
          .run();
    }
  }

  @Test
  void s53WhatIsStoppedLeavesDoneOnesDoneAndTheRestForTheNextRun() {
    for (int i = 0; i < ALL; i++) {
      shop.submit("order-" + i, Shop.OLD);
    }
    List<FlowHeader> before = flows();
    List<Forecast> forecasts =
        new Forecasts(store, code.catalog(), code.migrations()).forecast(FlowQuery.unfinished());
    PlanAnswer plan =
        new PlanAnswer(
            "shop",
            FlowQuery.unfinished(),
            forecasts,
            new Unreadable(List.of(), 0),
            Strictness.PENDING_IS_OK,
            "");

    FleetReport report = stoppedAfter(3, plan);
    assertThat(report.books().counts()).isEqualTo(Map.of(Fate.MIGRATED, 3L, Fate.WAITING, 7L));
    assertThat(flows().subList(3, ALL)).as("not begun").isEqualTo(before.subList(3, ALL));
    for (String id : List.of("order-0", "order-1", "order-2")) {
      assertThat(store.load(FlowId.of(id)).orElseThrow().shape()).isEqualTo(Shop.NEW);
    }
    MigrateAnswer answer = new MigrateAnswer(plan, report, List.of());
    assertThat(answer.exit()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(answer.text(output.style()))
        .contains(
            "10 flows selected: 3 migrated, 7 waiting",
            "stopped on request; the rest is as it was");
    assertThat(answer.json().path("interrupted").asBoolean()).isTrue();

    CommandRun again =
        CommandRun.of(
            "migrate",
            "--yes",
            "--store",
            shop.url("stopped"),
            "--class-path",
            ClassPaths.of(directory, ShopModule.class));
    assertThat(again.out()).contains("7 flows selected: 7 migrated");
    assertThat(flows())
        .allMatch(header -> header.shape().fingerprint().equals(Shop.NEW.fingerprint()));
  }
}
