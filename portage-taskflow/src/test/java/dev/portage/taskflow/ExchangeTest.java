package dev.portage.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.Outcome;
import dev.portage.migration.Part;
import dev.portage.migration.UndoOutcome;
import dev.portage.migration.Whole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** Each operation on a database that TaskFlow has written changes the columns that it must. */
class ExchangeTest {
  private static final String FLOW = "volume_create_api";
  private static final String EXTRACT = "ExtractVolumeRequestTask;volume:create";
  private static final String RESERVE = "QuotaReserveTask;volume:create";
  private static final String ENTRY = "EntryCreateTask;volume:create";
  private static final String COMMIT = "QuotaCommitTask;volume:create";
  private static final String CAST = "VolumeCastTask;volume:create";
  private static final List<String> ATOMS = List.of(EXTRACT, RESERVE, ENTRY, COMMIT, CAST);

  @TempDir Path directory;
  private Path file;
  private Rows before;

  @BeforeEach
  void copy() throws IOException {
    file = Fixtures.copy("a_linear_suspended", directory);
    before = Rows.of(file);
  }

  private static String task(String name, String version) {
    return "task \"" + name + "\" " + version;
  }

  private static List<String> lines(String... changes) {
    List<String> lines = new ArrayList<>(ATOMS.stream().map(name -> task(name, "1.0")).toList());
    for (int i = 0; i < changes.length; i += 2) {
      int at = lines.indexOf(task(changes[i], "1.0"));
      if (changes[i + 1].isEmpty()) {
        lines.remove(at);
      } else {
        lines.set(at, changes[i + 1]);
      }
    }
    return lines;
  }

  private Set<String> migrated(List<String> target, Consumer<BookBuilder> book) {
    Map<?, Outcome> outcomes =
        Migrating.in(file).migrate(FLOW, Migrating.target(FLOW, "linear", target), book);
    assertThat(outcomes.values()).singleElement().isInstanceOf(Outcome.Migrated.class);
    Set<String> changes = before.changes(Rows.of(file));
    undone(book);
    return changes;
  }

  private void undone(Consumer<BookBuilder> book) {
    Rows after = Rows.of(file);
    assertThat(Migrating.in(file).undo(FLOW, Migrations.of(FLOW, book)).values())
        .singleElement()
        .isInstanceOf(UndoOutcome.Undone.class);
    assertThat(Rows.of(file)).isEqualTo(before);
    migratedRows = after;
  }

  private Rows migratedRows = new Rows(Map.of());

  private static String value(String stored) {
    return stored.substring(stored.indexOf(':') + 1);
  }

  @Test
  void aTargetThatIsStoredChangesNothing() {
    Map<?, Outcome> outcomes =
        Migrating.in(file).migrate(FLOW, Migrating.target(FLOW, "linear", lines()), book -> {});

    assertThat(outcomes.values()).singleElement().isInstanceOf(Outcome.Current.class);
    assertThat(Rows.of(file)).isEqualTo(before);
  }

  @Test
  void aRenameChangesTheNameAlone() {
    assertThat(
            migrated(
                lines(RESERVE, task("reserve", "1.0")),
                book -> book.step("s", step -> step.rename(RESERVE, "reserve"))))
        .containsExactlyInAnyOrder(RESERVE + ".name", RESERVE + ".updated_at");
  }

  @Test
  void namesCanBeSwapped() {
    assertThat(
            migrated(
                lines(),
                book ->
                    book.step("s", step -> step.rename(ENTRY, "x").rename(COMMIT, ENTRY))
                        .step("t", step -> step.after("s").rename("x", COMMIT))))
        .containsExactlyInAnyOrder(
            ENTRY + ".name", ENTRY + ".updated_at", COMMIT + ".name", COMMIT + ".updated_at");
  }

  @Test
  void aVersionOfWhatHasNotRunChangesTheVersion() {
    assertThat(
            migrated(
                lines(CAST, task(CAST, "2.0")),
                book -> book.step("s", step -> step.version(CAST, "1.0", "2.0"))))
        .containsExactlyInAnyOrder(CAST + ".version", CAST + ".updated_at");
  }

  @Test
  void aMapSeesTheRawResultAndPythonCouldHaveWrittenWhatItMakes() {
    assertThat(
            migrated(
                lines(RESERVE, task(RESERVE, "2.0")),
                book ->
                    book.step(
                        "s",
                        step ->
                            step.version(
                                RESERVE,
                                "1.0",
                                "2.0",
                                new RawFunction(
                                    value ->
                                        JsonNodeFactory.instance
                                            .arrayNode()
                                            .add("\u00e9\n")
                                            .add(value.path("reservations").path(0)))))))
        .containsExactlyInAnyOrder(
            RESERVE + ".version", RESERVE + ".results", RESERVE + ".updated_at");
    assertThat(value(migratedRows.atom(RESERVE).get("results")))
        .isEqualTo("[\"\\u00e9\\n\", \"9b3c0c9e-7a9d-4c52-8f0e-5e0a5d4c7b11\"]");
  }

  @Test
  void aMapThatGivesNullStoresWhatTaskflowStoresForNone() {
    migrated(
        lines(RESERVE, task(RESERVE, "2.0")),
        book ->
            book.step(
                "s",
                step ->
                    step.version(
                        RESERVE,
                        "1.0",
                        "2.0",
                        new RawFunction(value -> JsonNodeFactory.instance.nullNode()))));

    assertThat(migratedRows.atom(RESERVE).get("results")).isEqualTo("null:");
  }

  @Test
  void aDropDeletesTheRow() {
    assertThat(
            migrated(
                lines(RESERVE, ""),
                book -> book.step("s", step -> step.drop(RESERVE, OnDone.FORGET))))
        .containsExactly("-" + RESERVE);
  }

  @Test
  void whatIsNewHasTheRowThatTaskflowWouldHaveWritten() {
    List<String> lines = lines();
    lines.add(task("notify", "1.2"));
    assertThat(migrated(lines, book -> {})).containsExactly("+notify");

    Map<String, String> row = migratedRows.atom("notify");
    Map<String, String> like = before.atom(CAST);
    for (String column :
        List.of(
            "meta",
            "parent_uuid",
            "state",
            "intention",
            "atom_type",
            "results",
            "failure",
            "revert_results",
            "revert_failure")) {
      assertThat(row.get(column)).as(column).isEqualTo(like.get(column));
    }
    assertThat(value(row.get("version"))).isEqualTo("1.2");
    assertThat(value(row.get("uuid"))).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(value(row.get("created_at")))
        .matches(Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}"));
  }

  @Test
  void aResetLooksLikeOneThatHasNotRun() {
    assertThat(
            migrated(
                lines(),
                book ->
                    book.step(
                        "s",
                        step -> step.reset(RESERVE).allow("RERUN02", "it reserves nothing twice"))))
        .containsExactlyInAnyOrder(
            RESERVE + ".state", RESERVE + ".results", RESERVE + ".updated_at");
    assertThat(migratedRows.atom(RESERVE).get("results")).isEqualTo("null:");
  }

  @Test
  void aSplitGivesEachPartItsShareAndOneOfThemTheRow() {
    List<String> lines = lines(EXTRACT, task("size", "1.0"));
    lines.add(0, task("zone", "1.0"));
    Set<String> changes =
        migrated(
            lines,
            book ->
                book.step(
                    "s",
                    step ->
                        step.split(
                            EXTRACT,
                            Part.of("size", "1.0")
                                .output(new RawFunction(value -> value.path("size"))),
                            Part.of("zone", "1.0")
                                .output(
                                    new RawFunction(value -> value.path("availability_zone"))))));

    assertThat(changes)
        .containsExactlyInAnyOrder(
            "+zone", EXTRACT + ".name", EXTRACT + ".results", EXTRACT + ".updated_at");
    assertThat(value(migratedRows.atom("size").get("results"))).isEqualTo("10");
    assertThat(value(migratedRows.atom("zone").get("results"))).isEqualTo("\"nova\"");
    assertThat(migratedRows.atom("zone").get("state")).isEqualTo("text:SUCCESS");
  }

  @Test
  void aMergeKeepsOneRow() {
    Set<String> changes =
        migrated(
            lines(EXTRACT, "", RESERVE, task("prepare", "1.0")),
            book ->
                book.step(
                    "s",
                    step ->
                        step.merge(
                            List.of(EXTRACT, RESERVE),
                            Whole.of("prepare", "1.0")
                                .output(
                                    new RawFunction(
                                        values -> values.path(EXTRACT).path("size"))))));

    assertThat(changes)
        .containsExactlyInAnyOrder(
            "-" + RESERVE, EXTRACT + ".name", EXTRACT + ".results", EXTRACT + ".updated_at");
    assertThat(value(migratedRows.atom("prepare").get("results"))).isEqualTo("10");
  }

  @Test
  void whatIsNotedBesideAFlowIsInItsOwnRow() {
    assertThat(
            migrated(
                lines(RESERVE, task("reserve", "1.0")),
                book ->
                    book.step(
                        "s",
                        step ->
                            step.rename(RESERVE, "reserve")
                                .setMeta("owner", JsonNodeFactory.instance.stringNode("ops")))))
        .containsExactlyInAnyOrder(
            RESERVE + ".name", RESERVE + ".updated_at", FLOW + ".meta", FLOW + ".updated_at");
  }

  @Test
  void inputsAreInTheInjectorsRow() {
    assertThat(
            migrated(
                lines(RESERVE, task("reserve", "1.0")),
                book ->
                    book.step(
                        "s",
                        step ->
                            step.rename(RESERVE, "reserve")
                                .supply("pool", JsonNodeFactory.instance.stringNode("ssd")))))
        .containsExactlyInAnyOrder(
            RESERVE + ".name",
            RESERVE + ".updated_at",
            "_TaskFlow_INJECTOR.results",
            "_TaskFlow_INJECTOR.updated_at");
  }
}
