package dev.portage.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.UndoOutcome;
import dev.portage.model.AtomName;
import dev.portage.store.FlowId;
import dev.portage.store.NameTemplates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** Flows with a retry that TaskFlow left in an attempt, in a revert, and between two attempts. */
class RetryExchangeTest {
  private static final String FLOW = "nova-boot";
  private static final FlowId RUNNING = FlowId.of("5aa77cf7-3022-44c6-a6cf-ea0dcbdfbc2a");

  @TempDir Path directory;
  private Path file;
  private Rows before;

  @BeforeEach
  void copy() throws IOException {
    file = Fixtures.copy("c_times_retry", directory);
    before = Rows.of(file);
  }

  private static String target(String spawn, String retry) {
    return "portage-shape/1\nlinear nova-boot\n  retry nova-boot-retry "
        + retry
        + " \"times 5\"\n  task allocate-network 1.0 reverts\n  task "
        + spawn
        + " 1.0 reverts\n";
  }

  private Map<FlowId, Outcome> migrate(String target, Consumer<BookBuilder> book) {
    return Migrating.in(file).migrate(FLOW, target, book);
  }

  private void allAreUndone(Consumer<BookBuilder> book) {
    assertThat(Migrating.in(file).undo(FLOW, Migrations.of(FLOW, book)).values())
        .isNotEmpty()
        .allMatch(outcome -> outcome instanceof UndoOutcome.Undone);
    assertThat(Rows.of(file)).isEqualTo(before);
  }

  @Test
  void theFailuresOfPastAttemptsFollowTheNameAndNothingElseChanges() {
    Consumer<BookBuilder> book = b -> b.step("s", step -> step.rename("spawn-instance", "spawn"));

    Map<FlowId, Outcome> outcomes = migrate(target("spawn", "1.0"), book);

    assertThat(outcomes.values()).hasSize(3).allMatch(o -> o instanceof Outcome.Migrated);
    assertThat(before.changes(Rows.of(file)))
        .isEqualTo(
            Set.of(
                "spawn-instance.name",
                "spawn-instance.updated_at",
                "nova-boot-retry.results",
                "nova-boot-retry.updated_at"));
    Rows.of(file)
        .byId()
        .forEach(
            (id, row) -> {
              if (row.get("name").endsWith(":nova-boot-retry")) {
                assertThat(row.get("results"))
                    .isEqualTo(
                        before
                            .byId()
                            .get(id)
                            .get("results")
                            .replace("\"spawn-instance\": ", "\"spawn\": "));
              }
            });
    allAreUndone(book);
  }

  @Test
  void theValuesOfPastAttemptsAreMappedAsRawValues() {
    Consumer<BookBuilder> book =
        b ->
            b.step(
                "s",
                step ->
                    step.version(
                        "nova-boot-retry",
                        "1.0",
                        "2.0",
                        new RawFunction(
                            v -> JsonNodeFactory.instance.stringNode("#" + v.intValue()))));

    Map<FlowId, Outcome> outcomes = migrate(target("spawn-instance", "2.0"), book);

    assertThat(outcomes.get(RUNNING)).isInstanceOf(Outcome.Migrated.class);
    assertThat(
            Rows.of(file).byId().values().stream()
                .filter(row -> row.get("name").endsWith(":nova-boot-retry"))
                .filter(row -> row.get("version").equals("text:2.0"))
                .map(row -> row.get("results")))
        .isNotEmpty()
        .allMatch(results -> results.startsWith("text:[[\"#1\", {\"spawn-instance\": {"));
  }

  @Test
  void whatWasRunningBlocksUntilTheStepSaysWhatItIs() {
    Consumer<BookBuilder> silent = b -> b.step("s", step -> step.reset("spawn-instance"));
    assertThat(migrate(target("spawn-instance", "1.0"), silent).get(RUNNING))
        .isInstanceOf(Outcome.Blocked.class);
    assertThat(row(Rows.of(file), RUNNING, "spawn-instance"))
        .isEqualTo(row(before, RUNNING, "spawn-instance"));

    Consumer<BookBuilder> failed =
        b -> b.step("s", step -> step.inDoubt(InDoubt.AS_PENDING).reset("spawn-instance"));
    assertThat(migrate(target("spawn-instance", "1.0"), failed).get(RUNNING))
        .isInstanceOf(Outcome.Migrated.class);
    Map<String, String> row = row(Rows.of(file), RUNNING, "spawn-instance");
    assertThat(row.get("state")).isEqualTo("text:PENDING");
    assertThat(row.get("results")).isEqualTo("null:");
  }

  private static Map<String, String> row(Rows rows, FlowId flow, String name) {
    return rows.byId().values().stream()
        .filter(row -> String.valueOf(row.get("parent_uuid")).endsWith(flow.text()))
        .filter(row -> row.get("name").endsWith(":" + name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void historiesNameTasksOfATemplateByTheirIds() {
    String id = "0a1b2c3d-1111-4222-8333-444455556666";
    Fixtures.execute(
        file, "UPDATE atomdetails SET name = 'spawn_" + id + "' WHERE name = 'spawn-instance'");
    Fixtures.execute(
        file,
        "UPDATE atomdetails SET results = replace(results, '\"spawn-instance\": ', '\"spawn_"
            + id
            + "\": ') WHERE name = 'nova-boot-retry'");
    before = Rows.of(file);
    Migrating migrating =
        Migrating.in(file)
            .with(NameTemplates.of(Map.of(FLOW, List.of("spawn_<uuid>", "boot_<uuid>"))));
    assertThat(
            migrating.<Set<AtomName>>in(
                store -> store.load(RUNNING).orElseThrow().touched().keySet()))
        .contains(new AtomName("spawn_<uuid>", id));

    Map<FlowId, Outcome> outcomes =
        migrating.migrate(
            FLOW,
            target("\"boot_<uuid>\"", "1.0"),
            b -> b.step("s", step -> step.rename("spawn_<uuid>", "boot_<uuid>")));

    assertThat(outcomes.get(RUNNING)).isInstanceOf(Outcome.Migrated.class);
    Rows after = Rows.of(file);
    assertThat(row(after, RUNNING, "nova-boot-retry").get("results"))
        .isEqualTo(
            row(before, RUNNING, "nova-boot-retry")
                .get("results")
                .replace("spawn_" + id, "boot_" + id));
    assertThat(row(after, RUNNING, "boot_" + id)).isNotNull();
  }

  @Test
  void whatIsNewOutsideOfThePartThatIsTriedAgainGoesForward() {
    FlowId retrying = FlowId.of("a60e41f7-2fe7-4bba-8f5a-9675e54a907c");
    String target =
        """
        portage-shape/1
        unordered nova-boot
          linear boot
            retry nova-boot-retry 1.0
            task allocate-network 1.0 reverts
            task spawn-instance 1.0 reverts
            task check 1.0
          task tell 1.0
        """;

    Map<FlowId, Outcome> outcomes = migrate(target, book -> {});

    assertThat(outcomes.get(retrying)).isInstanceOf(Outcome.Migrated.class);
    Rows after = Rows.of(file);
    assertThat(row(after, retrying, "tell").get("intention")).isEqualTo("text:EXECUTE");
    assertThat(row(after, retrying, "check").get("intention")).isEqualTo("text:REVERT");
    assertThat(row(after, RUNNING, "check").get("intention")).isEqualTo("text:EXECUTE");
  }
}
