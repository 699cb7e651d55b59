package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.creation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.jdbc.TableState.Table;
import dev.portage.jdbc.TableState.Verdict;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.UnusableStoreException;
import dev.portage.testkit.OpenedStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
final class StoreTablesTest {
  @TempDir private Path directory;

  private static void assertUsable(String url) {
    try (FlowStore store = FlowStores.open(url)) {
      OpenedStore.commit(store, creation("1"));
    }
    try (FlowReader reader = FlowStores.openForReading(url)) {
      assertThat(reader.find(FlowQuery.all())).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tablesAreMissingThenMadeThenFound(TestServer server) {
    String url = server.newUrl();
    StoreTables tables = StoreTables.of(url);
    assertThat(tables.look().verdict()).isEqualTo(Verdict.MISSING);
    assertThatThrownBy(() -> FlowStores.open(url).close())
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("portage schema create");

    assertThat(tables.upgrade()).isZero();

    TableState made = tables.look();
    assertThat(made.verdict()).isEqualTo(Verdict.CURRENT);
    assertThat(made.version()).isEqualTo(StoreSchema.VERSION);
    assertThat(made.store()).doesNotContain("user=");
    assertThat(made.tables())
        .allMatch(Table::isThere)
        .extracting(Table::name)
        .contains("portage_flow", "portage_atom", "portage_schema");
    assertUsable(url);
    assertThat(tables.upgrade()).isEqualTo(StoreSchema.VERSION);
  }

  @Test
  void aFileIsNotMadeByLookingAtIt() {
    Path file = directory.resolve("x.db");
    StoreTables tables = StoreTables.of("jdbc:sqlite:" + file);
    assertThat(tables.look().verdict()).isEqualTo(Verdict.MISSING);
    assertThat(file).doesNotExist();

    assertThat(tables.upgrade()).isZero();

    assertThat(tables.look().verdict()).isEqualTo(Verdict.CURRENT);
    assertThat(tables.look().tables()).allMatch(Table::isThere);
    assertThat(tables.upgrade()).isEqualTo(StoreSchema.VERSION);
  }

  @ParameterizedTest
  @EnumSource
  void ofTwoWhoMakeTablesAtOnceOneMakesAndTheOtherFinds(TestServer server) {
    for (int round = 0; round < 5; round++) {
      String url = server.newUrl();
      StoreTables tables = StoreTables.of(url);
      CompletableFuture<Integer> other = CompletableFuture.supplyAsync(tables::upgrade);
      int own = tables.upgrade();

      assertThat(Stream.of(own, other.join())).containsExactlyInAnyOrder(0, StoreSchema.VERSION);
      assertThat(tables.look().verdict()).isEqualTo(Verdict.CURRENT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tablesOfAnotherNameInAnotherPlaceAreAStoreToo(TestServer server) throws SQLException {
    String plain = server.newUrl();
    String schema = "other" + System.nanoTime();
    TestServer.execute(plain, "CREATE SCHEMA " + schema);
    String url = plain + "&portage.schema=" + schema + "&portage.prefix=shop_";

    assertThat(StoreTables.of(url).upgrade()).isZero();

    assertUsable(url);
    assertThat(StoreTables.of(plain).look().verdict()).isEqualTo(Verdict.MISSING);
    assertThat(TestServer.select(plain, "SELECT id FROM " + schema + ".shop_flow"))
        .containsExactly("1");
  }

  @ParameterizedTest
  @EnumSource
  void printedScriptsMakeTheSameTables(TestServer server) throws SQLException {
    String url = server.newUrl() + "&portage.prefix=shop_";
    for (SchemaScript script : StoreTables.of(url).scripts()) {
      assertThat(script.name()).isEqualTo(server.server().dialect().id() + "-1.sql");
      assertThat(script.sql()).doesNotContain("portage_");
      for (String statement : script.sql().replaceAll("(?m)^--.*$", "").split(";\n", -1)) {
        if (!statement.isBlank()) {
          TestServer.execute(url.replaceFirst("&portage.*", ""), statement);
        }
      }
    }
    assertThat(StoreTables.of(url).look().verdict()).isEqualTo(Verdict.CURRENT);
    assertUsable(url);
  }

  @ParameterizedTest
  @EnumSource
  void aNewerSchemaIsLeftAlone(TestServer server) throws SQLException {
    String url = server.newUrl();
    StoreTables.of(url).upgrade();
    TestServer.execute(url, "UPDATE portage_schema SET version = 7");

    TableState state = StoreTables.of(url).look();
    assertThat(state.verdict()).isEqualTo(Verdict.NEWER);
    assertThat(state.version()).isEqualTo(7);
    assertThatThrownBy(() -> StoreTables.of(url).upgrade())
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("newer");
    assertThatThrownBy(() -> FlowStores.open(url + "&portage.tables=create").close())
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("newer");
    assertThat(TestServer.select(url, "SELECT version FROM portage_schema")).containsExactly("7");
  }

  @ParameterizedTest
  @EnumSource
  void aMissingTableIsNamedAndNotMadeAnew(TestServer server) throws SQLException {
    String url = server.newUrl();
    StoreTables.of(url).upgrade();
    TestServer.execute(url, "DROP TABLE portage_journal");

    TableState state = StoreTables.of(url).look();
    assertThat(state.verdict()).isEqualTo(Verdict.UNUSABLE);
    assertThat(state.tables()).filteredOn(table -> !table.isThere()).hasSize(1);
    assertThatThrownBy(() -> StoreTables.of(url).upgrade())
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("portage_journal");
  }

  @Test
  void onMariaDbAMakingThatWasBrokenOffIsGoneOnWith() throws SQLException {
    String url = TestServer.MARIADB.newUrl();
    List<String> statements =
        List.of(SchemaScripts.of("mariadb").text(1).replaceAll("(?m)^--.*$", "").split(";\n", -1));
    for (int done = 1; done < statements.size() - 1; done += 4) {
      TestServer.execute(url, statements.subList(0, done).toArray(String[]::new));

      TableState state = StoreTables.of(url).look();
      assertThat(state.verdict()).isEqualTo(Verdict.MISSING);
      assertThat(state.why()).contains("broken off");
      assertThat(StoreTables.of(url).upgrade()).isZero();

      assertThat(StoreTables.of(url).look().verdict()).isEqualTo(Verdict.CURRENT);
      TestServer.execute(url, "DELETE FROM portage_schema", "DROP TABLE portage_lineage");
    }
  }

  @Test
  void storesWhoseTablesNobodyMakesAreRefusedWithoutTheirSecrets() {
    for (String url : List.of("memory:", "taskflow:jdbc:sqlite:x.db", "jdbc:db2://a:secret@h/x")) {
      assertThatThrownBy(() -> StoreTables.of(url))
          .isInstanceOf(UnusableStoreException.class)
          .hasMessageContaining("jdbc:mariadb://HOST/DATABASE")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void aFileHasNoPrefixAndAnUnknownDialectNoScripts() {
    JdbcOptions other = JdbcOptions.defaults().withTablePrefix("shop_");
    assertThatThrownBy(() -> StoreTables.scripts("sqlite", other))
        .isInstanceOf(UnusableStoreException.class);
    assertThatThrownBy(() -> StoreTables.scripts("oracle", JdbcOptions.defaults()))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("sqlite, postgresql, mariadb");
  }
}
