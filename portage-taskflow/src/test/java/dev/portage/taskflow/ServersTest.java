package dev.portage.taskflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.jdbc.TestServer;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.OutputMap;
import dev.portage.migration.UndoOutcome;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStores;
import dev.portage.store.Situation;
import dev.portage.store.StoreOptions;
import dev.portage.store.UnusableStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TaskFlow's tables as it makes them on servers, with the rows of its SQLite files. */
class ServersTest {
  private static final String FLOW = "nova-boot";

  @TempDir Path directory;

  private static List<String> tables(TestServer server) {
    boolean maria = server == TestServer.MARIADB;
    String time = maria ? "DATETIME" : "TIMESTAMP WITHOUT TIME ZONE";
    String json = maria ? "TEXT" : "JSON";
    String type = maria ? "ENUM('TASK_DETAIL', 'RETRY_DETAIL')" : "atom_types";
    String intention = maria ? "ENUM('EXECUTE', 'IGNORE', 'REVERT', 'RETRY')" : "intentions";
    String common = "created_at " + time + ", updated_at " + time + ", meta " + json;
    String uuid = ", name VARCHAR(255), uuid VARCHAR(64) NOT NULL PRIMARY KEY";
    String parent = ", parent_uuid VARCHAR(64) REFERENCES ";
    return List.of(
        maria ? "SELECT 1" : "CREATE TYPE atom_types AS ENUM ('TASK_DETAIL', 'RETRY_DETAIL')",
        maria
            ? "SELECT 1"
            : "CREATE TYPE intentions AS ENUM ('EXECUTE', 'IGNORE', 'REVERT', 'RETRY')",
        "CREATE TABLE logbooks (" + common + uuid + ")",
        "CREATE TABLE flowdetails ("
            + common
            + uuid
            + parent
            + "logbooks (uuid), state VARCHAR(255))",
        "CREATE TABLE atomdetails ("
            + common
            + uuid
            + parent
            + "flowdetails (uuid), state VARCHAR(255), version VARCHAR(64), failure "
            + json
            + ", results "
            + json
            + ", revert_results "
            + json
            + ", revert_failure "
            + json
            + ", atom_type "
            + type
            + ", intention "
            + intention
            + ")");
  }

  /** A database with what a fixture holds; Python's None is JSON null on PostgreSQL. */
  private String copy(TestServer server) throws IOException {
    String url = server.newUrl();
    Path file = Fixtures.copy("c_times_retry", directory);
    Jdbi to = Jdbi.create(url);
    to.useHandle(handle -> tables(server).forEach(handle::execute));
    for (String table : List.of("logbooks", "flowdetails", "atomdetails")) {
      List<Map<String, Object>> rows =
          Jdbi.create("jdbc:sqlite:" + file)
              .withHandle(from -> from.createQuery("SELECT * FROM " + table).mapToMap().list());
      to.useHandle(
          handle ->
              rows.forEach(
                  row -> {
                    Map<String, Object> columns = new LinkedHashMap<>(row);
                    Update insert =
                        handle.createUpdate(
                            "INSERT INTO "
                                + table
                                + " ("
                                + String.join(", ", columns.keySet())
                                + ") VALUES ("
                                + columns.keySet().stream()
                                    .map(column -> place(server, column))
                                    .collect(Collectors.joining(", "))
                                + ")");
                    columns.forEach(
                        (column, value) ->
                            insert.bind(
                                column,
                                value == null && isJson(server, column)
                                    ? "null"
                                    : value == null ? null : String.valueOf(value)));
                    insert.execute();
                  }));
    }
    return url;
  }

  private static boolean isJson(TestServer server, String column) {
    return server == TestServer.POSTGRESQL
        && (column.equals("meta") || column.contains("result") || column.contains("failure"));
  }

  private static String place(TestServer server, String column) {
    if (server == TestServer.MARIADB) {
      return ":" + column;
    }
    String type =
        switch (column) {
          case "created_at", "updated_at" -> "timestamp";
          case "atom_type" -> "atom_types";
          case "intention" -> "intentions";
          default -> isJson(server, column) ? "json" : "varchar";
        };
    return "CAST(:" + column + " AS " + type + ")";
  }

  private static Rows rows(TestServer server, String url) {
    return Rows.of(
        Jdbi.create(url),
        server == TestServer.MARIADB
            ? "coalesce(concat(':', %s), '')"
            : "coalesce(':' || CAST(%s AS text), '')");
  }

  private static String target(String spawn) {
    return "portage-shape/1\nlinear nova-boot\n  retry nova-boot-retry 2.0 \"times 5\"\n"
        + "  task allocate-network 1.0 reverts\n  task "
        + spawn
        + " 1.0 reverts\n  task notify 1.0\n";
  }

  @ParameterizedTest
  @EnumSource
  void flowsAreMigratedAndUndoneByteForByte(TestServer server) throws IOException {
    String url = copy(server);
    Rows before = rows(server, url);
    Migrating migrating =
        new Migrating(
            "taskflow:" + url + (url.contains("?") ? "&" : "?") + "journal=here",
            StoreOptions.defaults());
    Consumer<BookBuilder> book =
        b ->
            b.step(
                "s",
                step ->
                    step.rename("spawn-instance", "spawn")
                        .version("nova-boot-retry", "1.0", "2.0", OutputMap.SAME));

    Map<?, Outcome> outcomes = migrating.migrate(FLOW, target("spawn"), book);

    assertThat(outcomes.values()).filteredOn(o -> o instanceof Outcome.Migrated).isNotEmpty();
    assertThat(before.changes(rows(server, url)))
        .contains(
            "+notify", "spawn-instance.name", "nova-boot-retry.version", "nova-boot-retry.results")
        .doesNotContain("allocate-network.updated_at", "spawn-instance.results", "boot-vm-1.meta");
    assertThat(migrating.undo(FLOW, Migrations.of(FLOW, book)).values())
        .filteredOn(o -> o instanceof UndoOutcome.Undone)
        .hasSameSizeAs(
            outcomes.values().stream().filter(o -> o instanceof Outcome.Migrated).toList());
    assertThat(before.changes(rows(server, url))).isEmpty();
    assertThat(rows(server, url)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void aReaderSeesWhatIsInTheSqliteFile(TestServer server) throws IOException {
    String url = copy(server);
    try (FlowReader there = FlowStores.openForReading("taskflow:" + url);
        FlowReader here = Fixtures.open(directory.resolve("taskflow.db"))) {
      here.find(FlowQuery.all())
          .forEach(
              header -> {
                var one = here.load(header.id()).orElseThrow();
                var other = there.load(header.id()).orElseThrow();
                assertThat(other.shape()).isEqualTo(one.shape());
                assertThat(Situation.of(other)).isEqualTo(Situation.of(one));
              });
      assertThat(there.census(FlowQuery.all())).isEqualTo(here.census(FlowQuery.all()));
      assertThat(there.description()).doesNotContain("user", "password");
    }
    assertThatThrownBy(() -> FlowStores.open("taskflow:" + url))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("journal=here");
  }
}
