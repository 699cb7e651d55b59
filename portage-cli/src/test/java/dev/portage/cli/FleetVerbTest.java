package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.fleet.Books;
import dev.portage.fleet.Fate;
import dev.portage.model.FlowState;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.Json;
import dev.portage.store.LeaseChange;
import dev.portage.store.Output;
import dev.portage.store.Times;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What can be asked of {@code migrate} when flows are many. */
class FleetVerbTest {
  private final Shop shop = new Shop();
  private final String store = shop.url("fleet");
  @TempDir private Path directory;

  private CommandRun run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(
        List.of("--store", store, "--class-path", ClassPaths.of(directory, ShopModule.class)));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private void orders(int count) {
    for (int i = 0; i < count; i++) {
      shop.submit("order-" + i, Shop.OLD);
    }
  }

  private List<FlowHeader> flows() {
    return shop.store().find(FlowQuery.all());
  }

  private long migrated() {
    return flows().stream()
        .filter(flow -> flow.shape().fingerprint().equals(Shop.NEW.fingerprint()))
        .count();
  }

  @Test
  void aDryRunSaysWhatWouldBeAndChangesNothing() {
    orders(12);
    List<FlowHeader> before = flows();
    CommandRun all = run("migrate", "--dry-run");
    assertThat(all.out())
        .contains("step charge-by-card")
        .endsWith("12 flows rehearsed: 12 would be migrated\ndry run: nothing was changed\n");
    assertThat(all.code()).isZero();
    CommandRun some = run("migrate", "--dry-run", "--sample", "5", "-o", "json");
    assertThat(some.json().path("migrated").asInt()).isEqualTo(5);
    assertThat(some.json().path("dryRun").asBoolean()).isTrue();
    assertThat(flows()).isEqualTo(before);
  }

  /** What is stored of one order breaks the map, which the plan cannot know. */
  private void spoilt(String id) {
    shop.submit(id, Shop.OLD);
    shop.change(
        id,
        Shop.OLD,
        FlowState.SUSPENDED,
        LeaseChange.keep(),
        Shop.done("charge", "{\"receipt\":1}").with(broken()));
  }

  private static Execution broken() {
    return new Execution(
        "1.0",
        Output.of(List.of("receipt"), Shop.json("{\"receipt\":")),
        null,
        1,
        "key",
        Times.UNKNOWN);
  }

  @Test
  void aSampleThatDoesNotGoAsPlannedEndsItBeforeAnythingIsWritten() {
    spoilt("order-00");
    orders(5);
    List<FlowHeader> before = flows();
    CommandRun sampled = run("migrate", "--yes", "--sample", "3");
    assertThat(sampled.out()).contains("1 failed", "dry run: nothing was changed", "order-00");
    assertThat(sampled.code()).isEqualTo(ExitCode.FAILURE.code());
    assertThat(flows()).isEqualTo(before);
    CommandRun canary = run("migrate", "--yes", "--canary", "2");
    assertThat(canary.out()).contains("stopped at the canary 'order-00'", "waiting");
    assertThat(canary.code()).isEqualTo(ExitCode.FAILURE.code());
    assertThat(run("migrate", "--yes").out()).contains("1 failed");
    assertThat(migrated()).isEqualTo(5);
  }

  @Test
  void aLimitIsKeptAndTheRestIsForTheNextRun() {
    orders(10);
    CommandRun run = run("migrate", "--yes", "--limit", "4", "--parallel", "2", "--rate", "1000/s");
    assertThat(run.out()).contains("4 flows selected: 4 migrated");
    assertThat(migrated()).isEqualTo(4);
    assertThat(run("migrate", "--yes").out()).contains("6 flows selected: 6 migrated");
  }

  @Test
  void eventsAreOneLineEachAndTheLastIsTheSummary() {
    orders(3);
    CommandRun run = run("migrate", "--yes", "--canary", "1", "-o", "ndjson");
    List<JsonNode> events = run.out().lines().map(Json.mapper()::readTree).toList();
    assertThat(events).hasSize(4);
    assertThat(events.subList(0, 3))
        .allSatisfy(
            event -> {
              assertThat(event.path("event").asString()).isEqualTo("migrated");
              assertThat(event.path("from").asString()).isEqualTo(Shop.OLD.fingerprint().hex());
              assertThat(event.path("to").asString()).isEqualTo(Shop.NEW.fingerprint().hex());
              assertThat(event.path("generation").asInt()).isEqualTo(2);
            });
    assertThat(events.get(0).path("stage").asString()).isEqualTo("canary");
    JsonNode summary = events.get(3);
    assertThat(summary.path("event").asString()).isEqualTo("summary");
    assertThat(summary.path("selected").asInt()).isEqualTo(3);
    assertThat(summary.path("migrated").asInt()).isEqualTo(3);
    assertThat(summary.path("exit").asInt()).isZero();
    assertThat(run("status", "-o", "ndjson").out().lines()).hasSize(1);
  }

  @Test
  void whatMeansNothingIsRefused() {
    orders(1);
    for (String[] wrong :
        new String[][] {
          {"--rate", "fast"}, {"--rate", "0"}, {"--parallel", "0"}, {"--limit", "-1"}
        }) {
      CommandRun run = run("migrate", "--yes", wrong[0], wrong[1]);
      assertThat(run.code()).as(wrong[0]).isEqualTo(ExitCode.USAGE.code());
      assertThat(run.err()).contains("error: ");
    }
    assertThat(migrated()).isZero();
  }

  @Test
  void historyOfARunTellsWhatItDidAndWhatWasUndoneSince() {
    orders(4);
    String run = run("migrate", "--yes", "-o", "json").json().path("run").asString();
    run("undo", "--yes", "--flow", "order-2");
    CommandRun history = CommandRun.of("history", run, "--store", store);
    assertThat(history.out())
        .startsWith("run " + run + "\n")
        .contains("    4   ", "charge-by-card", "portage migrate", "1 of these were undone since");
    JsonNode json = CommandRun.of("history", run, "--store", store, "-o", "json").json();
    assertThat(json.path("migrations").asInt()).isEqualTo(4);
    assertThat(json.path("undone").asInt()).isEqualTo(1);
    CommandRun unknown = CommandRun.of("history", "0", "--store", store);
    assertThat(unknown.err()).contains("there is no flow '0'", "no run of that id");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE.code());
  }

  private static OutputOptions output(ByteArrayOutputStream err, Map<String, String> surroundings) {
    return new OutputOptions(
        new Terminal(
            new ByteArrayOutputStream(),
            err,
            StandardCharsets.UTF_8,
            surroundings,
            question -> null));
  }

  @Test
  void whereNobodyLooksALineComesEveryTenSeconds() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    AtomicLong now = new AtomicLong();
    try (FleetProgress progress = FleetProgress.lines(output(err, Map.of()), now::get)) {
      for (int second = 1; second <= 25; second++) {
        now.addAndGet(1_000_000_000L);
        progress.progress(
            new Books(50, Map.of(Fate.MIGRATED, (long) second, Fate.WAITING, 50L - second)));
      }
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            10/50 migrated=10 busy=0 failed=0 rate=1/s
            20/50 migrated=20 busy=0 failed=0 rate=1/s
            """);
  }

  @Test
  void whereAPersonLooksThereIsABarUnlessThatIsABuild() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Books books = new Books(40, Map.of(Fate.MIGRATED, 38L, Fate.FAILED, 2L));
    try (FleetProgress progress = FleetProgress.of(output(err, Map.of()), 40)) {
      progress.progress(books);
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("\r", "100%", "40/40", "failed 2");
    ByteArrayOutputStream build = new ByteArrayOutputStream();
    try (FleetProgress progress = FleetProgress.of(output(build, Map.of("CI", "true")), 40)) {
      progress.progress(books);
    }
    assertThat(build.size()).isZero();
  }
}
