package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.Terminal.Keyboard;
import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.LeaseChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationVerbsTest {
  private final Shop shop = Shop.withFlows();
  private final String store = shop.url("migrating");
  private String classPath = "";
  @TempDir private Path directory;

  @BeforeEach
  void bringTheCode() {
    classPath = ClassPaths.of(directory, ShopModule.class);
  }

  private CommandRun run(String... args) {
    return run(null, args);
  }

  private CommandRun run(@Nullable Keyboard keyboard, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--store", store, "--class-path", classPath));
    return CommandRun.on(StandardCharsets.UTF_8, keyboard, all.toArray(String[]::new));
  }

  private String withoutPath(String text) {
    return text.replace(directory.toString(), "shop.jar");
  }

  private String fingerprint(String id) {
    FlowHeader header = shop.store().load(FlowId.of(id)).orElseThrow().header();
    return header.shape().fingerprint().hex();
  }

  private List<FlowHeader> everything() {
    return shop.store().find(FlowQuery.all());
  }

  @Test
  void statusHasAVerdictOnEveryShape() {
    CommandRun run = run("status");
    Golden.matches("status-with-code.txt", withoutPath(run.out()));
    assertThat(run.code()).isZero();
    Golden.matches("status-with-code.json", run("status", "-o", "json").out());
  }

  @Test
  void aFlowThatIsNotThereIsToldAndTheOthersProceed() {
    CommandRun some = run("migrate", "--yes", "--flow", "order-x", "--flow", "order-1");
    assertThat(some.err()).contains("warning: flow 'order-x' is not in ");
    assertThat(some.out()).contains("1 flow selected: 1 migrated");
    for (String verb : List.of("plan", "migrate")) {
      CommandRun none = run(verb, "--flow", "order-x", "--flow", "order-y");
      assertThat(none.code()).isEqualTo(ExitCode.USAGE.code());
      assertThat(none.err()).contains("flow 'order-x' is not in ");
    }
  }

  @Test
  void planShowsMovesFindingsAndWhoIsBlocked() {
    CommandRun run = run("plan");
    Golden.matches("plan.txt", withoutPath(run.out()));
    assertThat(run.code()).isEqualTo(ExitCode.BLOCKED.code());
    Golden.matches("plan.json", run("plan", "-o", "json").out());
  }

  @Test
  void planInAsciiHasTheSameWords() {
    CommandRun run =
        CommandRun.on(
            StandardCharsets.US_ASCII, null, "plan", "--store", store, "--class-path", classPath);
    Golden.matches("plan-ascii.txt", withoutPath(run.out()));
  }

  @Test
  void planChangesNothing() {
    List<FlowHeader> before = everything();
    run("plan");
    run("status");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void planReportsPendingWorkInTheExitCodeWhenAsked() {
    assertThat(run("plan", "--flow", "order-1", "--exit-code").code())
        .isEqualTo(ExitCode.PENDING.code());
    assertThat(run("plan", "--flow", "order-1").code()).isZero();
  }

  @Test
  void withoutABookTheShapeIsStuckAndTheDifferencesAreListed() {
    classPath = ClassPaths.of(directory, ShopModule.WithoutBook.class);
    CommandRun run = run("plan");
    Golden.matches("plan-stuck.txt", withoutPath(run.out()));
    assertThat(run.code()).isEqualTo(ExitCode.STUCK.code());
  }

  @Test
  void migrateNeedsAYesWhereNobodyCanBeAsked() {
    List<FlowHeader> before = everything();
    CommandRun run = run("migrate");
    assertThat(run.code()).isEqualTo(ExitCode.UNCONFIRMED.code());
    assertThat(run.err()).contains("--yes");
    assertThat(run.out()).contains("step charge-by-card");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void migrateAsksAPersonForTheNumberOfFlows() {
    List<FlowHeader> before = everything();
    assertThat(run(question -> "y", "migrate").code()).isEqualTo(ExitCode.UNCONFIRMED.code());
    assertThat(run(question -> null, "migrate").code()).isEqualTo(ExitCode.UNCONFIRMED.code());
    assertThat(everything()).isEqualTo(before);
    List<String> asked = new ArrayList<>();
    run(
        question -> {
          asked.add(question);
          return "1";
        },
        "migrate");
    assertThat(asked)
        .singleElement()
        .asString()
        .startsWith("Migrate 1 flow (1 blocked) in memory?");
    assertThat(fingerprint("order-1")).isEqualTo(Shop.NEW.fingerprint().hex());
  }

  @Test
  void migrateCarriesOverWhatItCanAndLeavesTheRest() {
    List<FlowHeader> before = everything();
    CommandRun run = run("migrate", "--yes");
    Golden.matches("migrate.txt", withoutPath(run.outOfAnyRun()));
    assertThat(run.code()).isEqualTo(ExitCode.BLOCKED.code());
    assertThat(fingerprint("order-1")).isEqualTo(Shop.NEW.fingerprint().hex());
    assertThat(everything().subList(1, 4)).isEqualTo(before.subList(1, 4));
    assertThat(CommandRun.of("history", "--store", store).out()).contains("charge-by-card");
    assertThat(run("migrate", "--yes", "--flow", "order-1").out()).contains("nothing was migrated");
  }

  @Test
  void migrateAsJsonIsOneDocument() {
    CommandRun run = run("migrate", "--yes", "-o", "json");
    Golden.matches("migrate.json", run.outOfAnyRun());
    assertThat(run.json().path("migrated").asInt()).isEqualTo(1);
  }

  @Test
  void aFlowThatSomebodyDrivesIsBusy() {
    Instant now = Instant.now();
    shop.change(
        "order-1",
        Shop.OLD,
        FlowState.RUNNING,
        new LeaseChange.Claim("worker-3", now, now.plus(Duration.ofHours(1))));
    CommandRun run = run("migrate", "--yes", "--flow", "order-1");
    assertThat(run.code()).isEqualTo(ExitCode.BUSY.code());
    assertThat(run.out()).contains("busy", "order-1", "worker-3", "next: portage migrate");
  }

  @Test
  void showExplainsAStepAndAFindingCode() {
    Golden.matches("show-step.txt", run("show", "charge-by-card").out());
    CommandRun code = CommandRun.of("show", "doubt01");
    assertThat(code.out())
        .startsWith("DOUBT01: A task was running when its process died\n\nSeverity: error.\n\n")
        .doesNotContain("`", "#");
    assertThat(code.code()).isZero();
  }

  @Test
  void diffComparesWithTheCode() {
    Golden.matches("diff-current.txt", run("diff", "order-1", "current").out());
    assertThat(run("diff", "current", "order-4").out()).contains("equal");
  }

  @Test
  void diffDrawsBothShapesSideBySide() {
    Golden.matches("diff.mmd", run("diff", "order-1", "current", "--picture", "mermaid").out());
    Golden.matches("diff.dot", run("diff", "order-1", "current", "--picture", "dot").out());
  }

  @Test
  void aCatalogThatDoesNotLoadIsOneClearMessage() {
    for (String module :
        Stream.of(ShopModule.Broken.class.getName(), ShopModule.Mistaken.class.getName(), "no.Such")
            .toList()) {
      classPath = ClassPaths.of(directory, module);
      CommandRun run = run("status");
      assertThat(run.code()).as(module).isEqualTo(ExitCode.USAGE.code());
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("does not load", "next:").doesNotContain("\tat ");
    }
    assertThat(run("status", "-v").err()).contains("\tat ");
  }

  @Test
  void aClassPathWithoutFlowsOrWithoutFilesIsRefused() {
    classPath = directory.resolve("nothing.jar").toString();
    assertThat(run("plan").err()).contains("does not exist");
    classPath = directory.resolve("META-INF").toString();
    assertThat(run("plan").err()).contains("no flows on the class path");
    assertThat(CommandRun.of("plan", "--store", store).err()).contains("--class-path");
    assertThat(CommandRun.of("plan", "--store", store).code()).isEqualTo(ExitCode.USAGE.code());
  }
}
