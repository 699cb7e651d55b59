package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.Json;
import dev.portage.store.LeaseChange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RealStoresTest {
  private static final Path TASKFLOW = Path.of("../portage-taskflow/src/test/resources/taskflow");
  @TempDir private Path directory;

  private String sqlite(String file) {
    return "jdbc:sqlite:" + directory.resolve(file);
  }

  private void makeStore(String file, String... flows) {
    try (FlowStore store = FlowStores.open(sqlite(file))) {
      for (String id : flows) {
        store
            .commit(
                new FlowWrite(
                    new FlowHeader.Key(FlowId.of(id), "checkout", ""),
                    FlowWrite.Expected.ABSENT,
                    new FlowWrite.Head(
                        FlowState.PENDING, Shop.json("{\"order\":1}"), null, Shop.OLD, null),
                    List.of(),
                    List.of(),
                    LeaseChange.keep(),
                    null))
            .join();
      }
    }
  }

  private static void isOneClearMessage(CommandRun run) {
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: ").doesNotContain("\tat ", "Exception");
  }

  @Test
  void whatIsNoStoreIsOneClearMessage() throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "not a database ".repeat(100));
    makeStore("cut.db", "order-1");
    try (FileChannel cut =
        FileChannel.open(directory.resolve("cut.db"), StandardOpenOption.WRITE)) {
      cut.truncate(cut.size() / 2);
    }
    for (String file : List.of("nosuch.db", "", "notes.txt", "cut.db")) {
      for (String verb : List.of("status", "history")) {
        isOneClearMessage(CommandRun.of(verb, "--store", sqlite(file)));
      }
    }
    assertThat(directory.resolve("nosuch.db")).doesNotExist();
  }

  @Test
  void aNewerSchemaIsLeftAlone() {
    makeStore("newer.db", "order-1");
    try (Handle handle = Jdbi.open(sqlite("newer.db"))) {
      handle.execute("UPDATE portage_schema SET version = 99");
    }
    isOneClearMessage(CommandRun.of("status", "--store", sqlite("newer.db")));
  }

  @Test
  void oneUnreadableFlowDoesNotHideTheOthers() {
    makeStore("rotten.db", "order-1", "order-2", "order-3");
    try (Handle handle = Jdbi.open(sqlite("rotten.db"))) {
      handle.execute("UPDATE portage_flow SET state = 'CONFUSED' WHERE id = 'order-2'");
    }
    String store = sqlite("rotten.db");
    CommandRun status = CommandRun.of("status", "--store", store, "-o", "json");
    assertThat(status.code()).isEqualTo(ExitCode.INTEGRITY.code());
    assertThat(status.err()).contains("warning: ", "order-2").doesNotContain("\tat ");
    assertThat(status.json().path("unreadable")).hasSize(1);
    assertThat(CommandRun.of("show", "order-1", "--store", store).code()).isZero();
    assertThat(CommandRun.of("show", "order-2", "--store", store).code())
        .isEqualTo(ExitCode.INTEGRITY.code());
    String classPath = ClassPaths.of(directory.resolve("app"), ShopModule.class);
    CommandRun migrate =
        CommandRun.of(
            "migrate", "--yes", "--store", store, "--class-path", classPath, "-o", "json");
    assertThat(migrate.code()).as(migrate.err()).isEqualTo(ExitCode.INTEGRITY.code());
    assertThat(migrate.json().path("migrated").asInt()).isEqualTo(2);
  }

  @Test
  void whatWasMigratedInSqliteIsTakenBackByItsRun() {
    makeStore("undo.db", "order-1", "order-2");
    String store = sqlite("undo.db");
    String before = CommandRun.of("status", "--store", store).out();
    String classPath = ClassPaths.of(directory.resolve("app"), ShopModule.class);
    String run =
        CommandRun.of("migrate", "--yes", "--store", store, "--class-path", classPath, "-o", "json")
            .json()
            .path("run")
            .asString();
    assertThat(CommandRun.of("status", "--store", store).out()).isNotEqualTo(before);

    CommandRun undo = CommandRun.of("undo", "--run", run, "--yes", "--store", store, "-o", "json");

    assertThat(undo.code()).as(undo.err()).isZero();
    assertThat(undo.json().path("undone").asInt()).isEqualTo(2);
    assertThat(undo.json().path("restore").asInt()).isEqualTo(2);
    assertThat(CommandRun.of("status", "--store", store).out()).isEqualTo(before);
    assertThat(CommandRun.of("history", "--store", store).out()).contains("undo of " + run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a_linear_suspended",
        "c_times_retry",
        "e_nested_graph_types",
        "f_versions",
        "h_failures"
      })
  void databasesOfTaskflowAreShownWhole(String name) throws IOException {
    String store = "taskflow:jdbc:sqlite:" + TASKFLOW.resolve(name).resolve("taskflow.db");
    JsonNode expected =
        Json.mapper().readTree(Files.readString(TASKFLOW.resolve(name).resolve("EXPECTED.json")));
    int flows = 0;
    for (JsonNode book : expected.path("logbooks")) {
      for (JsonNode flow : book.path("flows")) {
        flows++;
        isShown(
            flow,
            CommandRun.of("show", flow.path("uuid").asString(), "--store", store, "-o", "json"));
      }
    }
    CommandRun status = CommandRun.of("status", "--finished-too", "--store", store, "-o", "json");
    assertThat(status.code()).as(status.err()).isZero();
    assertThat(status.json().path("unfinished").asInt() + status.json().path("finished").asInt())
        .isEqualTo(flows);
  }

  private static void isShown(JsonNode expected, CommandRun run) {
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode shown = run.json();
    assertThat(shown.path("type")).isEqualTo(expected.path("name"));
    assertThat(shown.path("state")).isEqualTo(expected.path("state"));
    assertThat(shown.path("meta")).isEqualTo(expected.path("meta"));
    for (JsonNode atom : expected.path("atoms")) {
      if (!atom.path("name").asString().startsWith("_TaskFlow_")) {
        isShownAtom(atom, named(shown.path("atoms"), atom.path("name").asString()));
      }
    }
    assertThat(shown.path("original").isObject()).isTrue();
  }

  private static void isShownAtom(JsonNode expected, JsonNode atom) {
    boolean isRetry = expected.path("type").asString().equals("RETRY_DETAIL");
    assertThat(atom.path("kind").asString()).isEqualTo(isRetry ? "retry" : "task");
    for (String same : List.of("state", "intention", "version")) {
      assertThat(atom.path(same)).as(same).isEqualTo(expected.path(same));
    }
    if (!isRetry) {
      assertThat(atom.path("output").toString()).isEqualTo(expected.path("results").toString());
    } else {
      assertThat(atom.path("history")).hasSize(expected.path("stored_results").size());
    }
    assertThat(atom.path("failure").path("message"))
        .isEqualTo(expected.path("failure").path("exception_str"));
  }

  private static JsonNode named(JsonNode atoms, String name) {
    return StreamSupport.stream(atoms.spliterator(), false)
        .filter(atom -> atom.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
