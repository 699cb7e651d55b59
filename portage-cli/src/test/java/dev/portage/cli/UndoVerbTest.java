package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.Terminal.Keyboard;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.LeaseChange;
import dev.portage.store.RecordJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class UndoVerbTest {
  private final Shop shop = Shop.withFlows();
  private final String store = shop.url("undoing");
  private String classPath = "";
  @TempDir private Path directory;

  @BeforeEach
  void bringTheCode() {
    classPath = ClassPaths.of(directory, ShopModule.class);
    for (int i = 5; i < 8; i++) {
      shop.submit("order-" + i, Shop.OLD);
    }
  }

  private CommandRun run(String... args) {
    return run(null, args);
  }

  private CommandRun run(@Nullable Keyboard keyboard, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--store", store));
    return CommandRun.on(StandardCharsets.UTF_8, keyboard, all.toArray(String[]::new));
  }

  private CommandRun withCode(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--class-path", classPath));
    return run(all.toArray(String[]::new));
  }

  /** Migrates the four flows that can be, and gives the run. */
  private String migrated() {
    return withCode("migrate", "--yes", "-o", "json").json().path("run").asString();
  }

  private String image(String id) {
    ObjectNode image = RecordJson.write(shop.store().load(FlowId.of(id)).orElseThrow());
    image.remove("revision");
    return image.toString();
  }

  private List<FlowHeader> everything() {
    return shop.store().find(FlowQuery.all());
  }

  /** What has happened to the flows since: one has gone on, one has begun what is new. */
  private void goOn() {
    shop.change(
        "order-5",
        Shop.NEW,
        FlowState.RUNNING,
        LeaseChange.keep(),
        Shop.done("reserve", "{\"reservation\":\"r5\"}"));
    shop.change(
        "order-6",
        Shop.NEW,
        FlowState.RUNNING,
        LeaseChange.keep(),
        Shop.done("reserve", "{\"reservation\":\"r6\"}"),
        Shop.row("notify", AtomState.RUNNING));
  }

  @Test
  void aRunIsTakenBackAndEveryFlowIsWhatItWas() {
    String before = image("order-1");
    String run = migrated();
    assertThat(image("order-1")).isNotEqualTo(before);

    CommandRun undo = run("undo", "--run", run, "--yes"); // no code is needed for that

    assertThat(undo.code()).isZero();
    assertThat(undo.out()).contains("restore   4   flows", "4 flows tried: 4 undone   run ");
    assertThat(image("order-1")).isEqualTo(before);
    assertThat(run("history", "order-1").out()).contains("(undo of " + run + ", restore)");
  }

  @Test
  void migrateSaysHowItIsTakenBack() {
    CommandRun migrate = withCode("migrate", "--yes");
    assertThat(migrate.outOfAnyRun())
        .contains("   run RUN", "next: portage undo --run RUN --store");
  }

  @Test
  void flowsAreSortedByTheWayBackBeforeAnybodyIsAsked() {
    String run = migrated();
    goOn();
    List<FlowHeader> before = everything();
    List<String> asked = new ArrayList<>();
    CommandRun undo =
        run(
            question -> {
              asked.add(question);
              return "no";
            },
            "undo",
            "--run",
            run,
            "--class-path",
            classPath);
    Golden.matches("undo-sorted.txt", undo.out());
    assertThat(asked).singleElement().asString().startsWith("Undo 3 flows (1 cannot) in memory?");
    assertThat(undo.code()).isEqualTo(ExitCode.UNCONFIRMED.code());
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void whatCannotGoBackIsLeftAloneWithTheReason() {
    String run = migrated();
    goOn();
    CommandRun undo = withCode("undo", "--run", run, "--yes");
    assertThat(undo.code()).isEqualTo(ExitCode.BLOCKED.code());
    assertThat(undo.out()).contains("3 flows tried: 3 undone", "UNDO01 notify was added");
    assertThat(shop.store().load(FlowId.of("order-5")).orElseThrow().shape()).isEqualTo(Shop.OLD);
    assertThat(shop.store().load(FlowId.of("order-6")).orElseThrow().shape().fingerprint())
        .isEqualTo(Shop.NEW.fingerprint());
  }

  @Test
  void withoutTheCodeOnlyWhatHasNotGoneOnIsTakenBack() {
    String run = migrated();
    goOn();
    CommandRun undo = run("undo", "--run", run, "--dry-run");
    assertThat(undo.out()).contains("restore   2", "none      2", "no migration book");
  }

  @Test
  void aDryRunChangesNothingAndNeedsNoYes() {
    String run = migrated();
    goOn();
    List<FlowHeader> before = everything();
    CommandRun undo = withCode("undo", "--run", run, "--dry-run", "-o", "json");
    Golden.matches("undo-dry-run.json", undo.outOfAnyRun());
    assertThat(undo.code()).isEqualTo(ExitCode.BLOCKED.code());
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void whereNobodyCanBeAskedAYesIsNeeded() {
    String run = migrated();
    List<FlowHeader> before = everything();
    CommandRun undo = run("undo", "--run", run);
    assertThat(undo.code()).isEqualTo(ExitCode.UNCONFIRMED.code());
    assertThat(undo.err()).contains("--yes");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void theOutcomeOfEachFlowIsInTheDocument() {
    String run = migrated();
    goOn();
    CommandRun undo = withCode("undo", "--run", run, "--yes", "-o", "json");
    assertThat(undo.json().path("undone").asInt()).isEqualTo(3);
    assertThat(undo.json().path("flows").size()).isEqualTo(4);
    assertThat(undo.json().path("flows").path(0).path("outcome").asString()).isEqualTo("undone");
    assertThat(undo.json().path("flows").path(2).path("grade").asString()).isEqualTo("none");
  }

  @Test
  void singleFlowsAndShapesAreTakenBackToo() {
    migrated();
    assertThat(run("undo", "--flow", "order-1", "--yes").out()).contains("1 flow tried: 1 undone");
    String shape = Shop.NEW.fingerprint().hex().substring(0, 8);
    CommandRun undo = run("undo", "--shape", shape, "--yes");
    assertThat(undo.out()).contains("3 flows tried: 3 undone");
    // order-4 was born under that shape
    assertThat(undo.out()).contains("order-4   no migration of it stands in the journal");
  }

  @Test
  void aFlowThatSomebodyDrivesIsBusy() {
    String run = migrated();
    Instant now = Instant.now();
    shop.change(
        "order-1",
        Shop.NEW,
        FlowState.RUNNING,
        new LeaseChange.Claim("worker-3", now, now.plus(Duration.ofHours(1))));
    CommandRun undo = run("undo", "--run", run, "--yes");
    assertThat(undo.code()).isEqualTo(ExitCode.BUSY.code());
    assertThat(undo.out()).contains("busy", "order-1", "worker-3", "next: portage undo --run");
  }

  @Test
  void whatIsMeantMustBeNamedAndBeThere() {
    migrated();
    assertThat(run("undo", "--yes").err()).contains("undo what?");
    assertThat(run("undo", "--yes").code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run("undo", "--run", "01ABC", "--yes").err())
        .contains("no flow of memory was migrated under run 01ABC");
    assertThat(run("undo", "--run", "no run", "--yes").code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run("undo", "--flow", "order-x", "--yes").code()).isEqualTo(ExitCode.USAGE.code());
  }
}
