package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs on a database that TaskFlow has written, with migration files and target shapes. */
class TaskflowVerbsTest {
  private static final Path DATABASE =
      Path.of("../portage-taskflow/src/test/resources/taskflow/a_linear_suspended/taskflow.db");
  private static final String FLOW = "a1575382-6108-4231-854c-f26ff1efbf7c";

  @TempDir private Path directory;
  private Path file;
  private Path shapes;
  private Path migrations;

  @BeforeEach
  void prepare() throws IOException {
    file = Files.copy(DATABASE, directory.resolve("tf.db"));
    migrations = Files.createDirectory(directory.resolve("migrations"));
    Files.writeString(
        migrations.resolve("volume.yaml"),
        """
        flow: volume_create_api
        steps:
          - id: 2026-12-quota
            do:
              - rename: {from: "QuotaReserveTask;volume:create", to: reserve}
              - version: {task: reserve, from: "1.0", to: "2.0", map: "reservations[0]"}
        """);
    shapes =
        Files.writeString(
            directory.resolve("target.shapes"),
            """
            portage-shape/1
            linear volume_create_api
              task "ExtractVolumeRequestTask;volume:create" 1.0 provides size
              task reserve 2.0 requires size provides reservation reverts
              task "EntryCreateTask;volume:create" 1.0 requires name reservation
              task "QuotaCommitTask;volume:create" 1.0 requires reservation
              task notify 1.0 requires topic
              task "VolumeCastTask;volume:create" 1.0
            """);
  }

  private String store(String journal) {
    return "taskflow:jdbc:sqlite:" + file + journal;
  }

  private CommandRun run(String verb, String journal, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                verb,
                "--store",
                store(journal),
                "--target",
                shapes.toString(),
                "--migrations",
                migrations.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private List<String> select(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private List<String> everything() throws SQLException {
    return select(
        "SELECT name || '|' || coalesce(version, '') || '|' || state || '|' || coalesce(results, '')"
            + " || '|' || updated_at || '|' || uuid FROM atomdetails ORDER BY rowid");
  }

  @Test
  void aPlanSaysWhatCannotBeChecked() {
    CommandRun plan = run("plan", "");

    assertThat(plan.code()).as(plan.out() + plan.err()).isZero();
    assertThat(plan.out())
        .contains("RAW01", "cannot be checked", "DATA02", "whoever resumes the flow must give it")
        .doesNotContain("DATA01 error", "error");
  }

  @Test
  void aFlowIsMigratedAndUndoneWithAJournalBeside() throws SQLException {
    List<String> before = everything();
    String journal = "?journal=" + directory.resolve("journal.db");

    CommandRun dry = run("migrate", journal, "--dry-run");
    assertThat(dry.code()).as(dry.out() + dry.err()).isZero();
    assertThat(everything()).isEqualTo(before);
    assertThat(directory.resolve("journal.db")).doesNotExist();

    CommandRun migrate = run("migrate", journal, "--yes", "-o", "json");
    assertThat(migrate.code()).as(migrate.out() + migrate.err()).isZero();
    assertThat(select("SELECT results FROM atomdetails WHERE name = 'reserve' AND version = '2.0'"))
        .containsExactly("\"9b3c0c9e-7a9d-4c52-8f0e-5e0a5d4c7b11\"");
    assertThat(select("SELECT state FROM atomdetails WHERE name = 'notify'"))
        .containsExactly("PENDING");
    assertThat(select("SELECT name FROM sqlite_master WHERE name LIKE 'portage%'")).isEmpty();
    assertThat(run("plan", journal).out()).doesNotContain("rename");

    CommandRun history = CommandRun.of("history", FLOW, "--store", store(journal));
    assertThat(history.out()).as(history.err()).contains("2026-12-quota");
    CommandRun runs = CommandRun.of("history", "--store", store(journal));
    assertThat(runs.code()).as(runs.err()).isZero();

    CommandRun undo = CommandRun.of("undo", "--flow", FLOW, "--store", store(journal), "--yes");
    assertThat(undo.code()).as(undo.out() + undo.err()).isZero();
    assertThat(everything()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void tablesInTheDatabaseAreMadeOnlyWhereThatIsSaid() throws SQLException {
    CommandRun refused = run("migrate", "", "--yes");
    assertThat(refused.code()).isNotZero();
    assertThat(refused.err()).contains("?journal=FILE", "?journal=here");
    assertThat(select("SELECT name FROM sqlite_master WHERE name LIKE 'portage%'")).isEmpty();

    CommandRun migrate = run("migrate", "?journal=here", "--yes");
    assertThat(migrate.code()).as(migrate.out() + migrate.err()).isZero();
    assertThat(
            select("SELECT name FROM sqlite_master WHERE name LIKE 'portage%' AND type = 'table'"))
        .containsExactlyInAnyOrder("portage_taskflow_journal", "portage_taskflow_shape");

    CommandRun undo = CommandRun.of("undo", "--flow", FLOW, "--store", store(""), "--yes");
    assertThat(undo.code()).as(undo.out() + undo.err()).isZero();
  }

  @Test
  void aTemplateIsOneTaskWhateverItsIds() throws SQLException, IOException {
    String id = "0a1b2c3d-1111-4222-8333-44445555666";
    for (int i = 0; i < 3; i++) {
      execute(
          "INSERT INTO atomdetails (created_at, meta, parent_uuid, name, version, state, uuid,"
              + " atom_type, intention, results) SELECT created_at, '{}', uuid, 'detach_"
              + id
              + i
              + "', '1.0', 'SUCCESS', 'detach-"
              + i
              + "', 'TASK_DETAIL', 'EXECUTE', '[NaN]' FROM flowdetails");
    }
    List<String> before = everything();
    Files.writeString(
        migrations.resolve("names.yaml"),
        """
        flow: volume_create_api
        nameTemplates: ["detach_<uuid>", "release_<uuid>"]
        steps:
          - id: 2026-12-release
            do: [{rename: {from: "detach_<uuid>", to: "release_<uuid>"}}]
        """);
    String target = Files.readString(shapes);
    Files.writeString(
        shapes, target.replace("create_api\n", "create_api\n  task \"release_<uuid>\" 1.0\n"));
    String journal = "?journal=" + directory.resolve("journal.db");

    CommandRun migrate = run("migrate", journal, "--yes");

    assertThat(migrate.code()).as(migrate.out() + migrate.err()).isZero();
    assertThat(
            select("SELECT name || results FROM atomdetails WHERE uuid LIKE 'detach-%' ORDER BY 1"))
        .containsExactly(
            "release_" + id + "0[NaN]", "release_" + id + "1[NaN]", "release_" + id + "2[NaN]");
    assertThat(run("status", journal).out()).contains("current");
    CommandRun undo = CommandRun.of("undo", "--flow", FLOW, "--store", store(journal), "--yes");
    assertThat(undo.code()).as(undo.out() + undo.err()).isZero();
    assertThat(everything()).containsExactlyInAnyOrderElementsOf(before);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aTemplateWithoutAPlaceholderIsAMistake() throws IOException {
    Files.writeString(
        migrations.resolve("names.yaml"), "flow: volume_create_api\nnameTemplates: [detach_all]\n");

    CommandRun plan = run("plan", "");

    assertThat(plan.code()).isEqualTo(2);
    assertThat(plan.err()).contains("names.yaml:2:", "'detach_all' has no placeholder", "<uuid>");
  }
}
