package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.jdbc.TestServer;
import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command on database servers: flows are submitted, the code changes, and back again. */
@Timeout(300)
class ServerVerbsTest {
  @TempDir private Path directory;
  private String store = "";

  private CommandRun run(ExitCode expected, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--store", store));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.code()).as("%s: %s", all, run.err()).isEqualTo(expected.code());
    assertThat(run.out() + run.err()).doesNotContain("password=postgres");
    return run;
  }

  private CommandRun withCode(ExitCode expected, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--class-path", ClassPaths.of(directory, ShopModule.class)));
    return run(expected, all.toArray(String[]::new));
  }

  private void submit(String... flows) {
    try (FlowStore open = FlowStores.open(store)) {
      for (String id : flows) {
        open.commit(
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

  @ParameterizedTest
  @EnumSource
  void flowsAreSubmittedMigratedAndTakenBack(TestServer server) {
    store = server.newUrl();
    assertThat(run(ExitCode.USAGE, "status").err()).contains("portage schema create");
    run(ExitCode.PENDING, "schema", "check");
    run(ExitCode.OK, "schema", "create", "--yes");
    run(ExitCode.OK, "schema", "check");
    submit("order-1", "order-2");
    assertThat(run(ExitCode.OK, "schema", "show").out()).contains("portage_journal");
    String before = run(ExitCode.OK, "status").out();
    assertThat(before).contains("checkout");
    String shown = run(ExitCode.OK, "show", "order-1").out();
    withCode(ExitCode.OK, "diff", "order-1", "current");
    withCode(ExitCode.PENDING, "check");
    assertThat(withCode(ExitCode.OK, "plan").out()).contains("rename");
    assertThat(withCode(ExitCode.OK, "lint").out()).startsWith("0 errors");
    assertThat(run(ExitCode.OK, "graph", "order-1").out()).contains("charge 1.0");

    CommandRun migrate = withCode(ExitCode.OK, "migrate", "--yes", "-o", "json");

    assertThat(migrate.json().path("migrated").asInt()).isEqualTo(2);
    withCode(ExitCode.OK, "check");
    String run = migrate.json().path("run").asString();
    assertThat(run(ExitCode.OK, "history").out()).contains("charge-by-card", run);
    assertThat(run(ExitCode.OK, "show", "order-1").out()).isNotEqualTo(shown);

    CommandRun undo = run(ExitCode.OK, "undo", "--run", run, "--yes", "-o", "json");

    assertThat(undo.json().path("undone").asInt()).isEqualTo(2);
    assertThat(run(ExitCode.OK, "status").out()).isEqualTo(before);
    assertThat(run(ExitCode.OK, "history", "order-2").out()).contains("undo of " + run);
  }
}
