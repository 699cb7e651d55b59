package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.store.FlowStores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaVerbsTest {
  @TempDir private Path directory;

  private String store() {
    return "jdbc:sqlite:" + directory.resolve("shop.db");
  }

  private CommandRun run(String verb, String... more) {
    List<String> all = new ArrayList<>(List.of("schema", verb, "--store", store()));
    all.addAll(List.of(more));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static void isOneMessage(CommandRun run, ExitCode exit) {
    assertThat(run.code()).as(run.err()).isEqualTo(exit.code());
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: ").doesNotContain("\tat ", "Exception");
  }

  private void sql(String statement) {
    try (Handle handle = Jdbi.open(store())) {
      handle.execute(statement);
    }
  }

  @Test
  void tablesThatAreMissingAreToldMadeAndFound() {
    CommandRun missing = run("show");
    assertThat(missing.code()).isZero();
    assertThat(missing.out())
        .contains("schema 0, this version uses 1", "missing", "next: portage schema create");
    CommandRun unusable = run("check");
    assertThat(unusable.code()).isEqualTo(ExitCode.PENDING.code());
    assertThat(unusable.out()).startsWith("missing   ").contains("next: portage schema create");
    assertThat(directory.resolve("shop.db")).doesNotExist();

    CommandRun create = run("create", "--yes");

    assertThat(create.code()).as(create.err()).isZero();
    assertThat(create.out()).startsWith("made the tables of ").contains("schema 1");
    assertThat(run("show").out()).contains("current", "portage_flow").doesNotContain("next:");
    CommandRun usable = run("check");
    assertThat(usable.code()).isZero();
    assertThat(usable.out()).startsWith("ok   ");
    FlowStores.openForReading(store()).close();
    for (String verb : List.of("create", "upgrade")) {
      assertThat(run(verb).out()).startsWith("nothing to do: ").contains("has schema 1");
    }
  }

  @Test
  void nothingIsMadeUnlessSomebodySaysYes() {
    CommandRun alone = run("create");
    isOneMessage(alone, ExitCode.UNCONFIRMED);
    assertThat(alone.err()).contains("schema create --print", "--yes");
    List<String> asked = new ArrayList<>();
    for (String answer : List.of("no", "", "y", "yes")) {
      assertThat(directory.resolve("shop.db")).doesNotExist();
      CommandRun run =
          CommandRun.on(
              StandardCharsets.UTF_8,
              question -> {
                asked.add(question);
                return answer;
              },
              "schema",
              "create",
              "--store",
              store());
      assertThat(run.code()).isEqualTo(answer.equals("yes") ? 0 : ExitCode.UNCONFIRMED.code());
    }
    assertThat(directory.resolve("shop.db")).exists();
    assertThat(asked).hasSize(4).allMatch(question -> question.contains("schema 1, in"));
  }

  @Test
  void tablesAreNotUpgradedWhereThereAreNone() {
    CommandRun run = run("upgrade", "--yes");
    isOneMessage(run, ExitCode.USAGE);
    assertThat(run.err()).contains("next: portage schema create --store ");
  }

  @Test
  void aNewerSchemaIsShownAndLeftAlone() {
    run("create", "--yes");
    sql("UPDATE portage_schema SET version = 99");
    assertThat(run("show").out()).contains("schema 99", "newer");
    CommandRun check = run("check", "-o", "json");
    assertThat(check.code()).isEqualTo(ExitCode.INTEGRITY.code());
    assertThat(check.json().path("verdict").asString()).isEqualTo("newer");
    assertThat(check.json().path("exit").asInt()).isEqualTo(9);
    isOneMessage(run("create", "--yes"), ExitCode.INTEGRITY);
    isOneMessage(run("upgrade", "--yes"), ExitCode.INTEGRITY);
    assertThat(run("show", "-o", "json").json().path("version").asInt()).isEqualTo(99);
  }

  @Test
  void aMissingTableIsShown() {
    run("create", "--yes");
    sql("DROP TABLE portage_journal");
    assertThat(run("show").out()).containsPattern("portage_journal +missing");
    assertThat(run("check").code()).isEqualTo(ExitCode.INTEGRITY.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql", "mariadb"})
  void scriptsArePrintedWithoutADatabase(String dialect) {
    CommandRun run = CommandRun.of("schema", "create", "--print", "--dialect", dialect);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("-- " + dialect + "-1.sql\n")
        .containsPattern("CREATE TABLE (IF NOT EXISTS )?portage_flow \\(");
    CommandRun nothing =
        CommandRun.of("schema", "upgrade", "--print", "--from", "1", "--dialect", dialect);
    assertThat(nothing.out()).startsWith("-- nothing to do");
  }

  @Test
  void scriptsArePrintedWithTheNamesOfTheTables() {
    CommandRun options =
        CommandRun.of(
            "schema",
            "create",
            "--print",
            "--dialect",
            "postgresql",
            "--schema",
            "orders",
            "--table-prefix",
            "shop_",
            "-o",
            "json");
    String sql = options.json().path("scripts").path(0).path("sql").asString();
    assertThat(sql).contains("CREATE TABLE orders.shop_flow (").doesNotContain("portage_");
    CommandRun url =
        CommandRun.of(
            "schema",
            "create",
            "--print",
            "--store",
            "jdbc:postgresql://nosuchhost/x?portage.schema=orders&portage.prefix=shop_");
    assertThat(url.out()).isEqualTo("-- postgresql-1.sql\n" + sql);
  }

  @Test
  void optionsThatDoNotBelongTogetherAreRefused() {
    for (String args :
        List.of(
            "create --print",
            "create --dialect sqlite",
            "create --print --dialect oracle",
            "create --print --dialect sqlite --store jdbc:sqlite:x.db",
            "create --print --dialect sqlite --table-prefix shop_",
            "create --print --dialect mariadb --table-prefix x;y",
            "upgrade --print --dialect sqlite",
            "upgrade --print --dialect sqlite --from 9",
            "upgrade --from 1",
            "show",
            "show --store taskflow:jdbc:sqlite:x.db")) {
      isOneMessage(CommandRun.of(("schema " + args).split(" ", -1)), ExitCode.USAGE);
    }
    isOneMessage(CommandRun.of("schema"), ExitCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "check", "create", "upgrade"})
  void everyVerbHasHelpWithAnExample(String verb) {
    CommandRun run = CommandRun.of("schema", verb, "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("portage schema " + verb, "Example", "--store");
    assertThat(CommandRun.of("schema", "--help").out()).contains(verb, "Example");
  }
}
