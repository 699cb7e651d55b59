package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.creation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.jdbc.TableState.Verdict;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.StoreOptions;
import dev.portage.store.UnusableStoreException;
import dev.portage.testkit.OpenedStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stores of this version, and a next one with one script more. */
@Timeout(120)
final class SchemaUpgradeTest {
  private static final int NEXT = StoreSchema.VERSION + 1;
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS portage_note (id INTEGER NOT NULL);\n";
  private static final String WRITTEN_DOWN = "UPDATE portage_schema SET version = " + NEXT + ";\n";

  @TempDir private Path directory;

  private static StoreSchema next(Database database, String script) {
    List<String> texts = new ArrayList<>(scripts(database).texts());
    texts.add(script);
    return new StoreSchema(database.trouble(), JdbcOptions.defaults(), new SchemaScripts(texts));
  }

  private static SchemaScripts scripts(Database database) {
    return SchemaScripts.of(database.dialect().id());
  }

  private static void isUpgraded(Database database) {
    StoreSchema now = StoreSchema.of(database.trouble(), JdbcOptions.defaults());
    StoreSchema next = next(database, TABLE + WRITTEN_DOWN);
    TableState older = database.read(next::look);
    assertThat(older.verdict()).isEqualTo(Verdict.OLDER);
    assertThat(older.tables()).extracting(TableState.Table::name).doesNotContain("portage_note");
    assertThatThrownBy(() -> database.read(next::check))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("portage schema upgrade");

    assertThat(database.write(next::upgrade)).isEqualTo(StoreSchema.VERSION);

    assertThat(database.read(next::check)).isEqualTo(NEXT);
    assertThat(database.read(next::look).tables())
        .filteredOn(TableState.Table::isThere)
        .extracting(TableState.Table::name)
        .contains("portage_note", "portage_flow");
    assertThat(database.write(next::upgrade)).isEqualTo(NEXT);
    assertThat(database.read(now::look).verdict()).isEqualTo(Verdict.NEWER);
    assertThatThrownBy(() -> database.write(now::upgrade)).hasMessageContaining("newer");
  }

  private static void store(String url) {
    try (FlowStore store = FlowStores.open(url)) {
      OpenedStore.commit(store, creation("1"));
    }
  }

  private static String created(TestServer server) {
    String url = server.newUrl();
    StoreTables.of(url).upgrade();
    store(url);
    return url;
  }

  @ParameterizedTest
  @EnumSource
  void aSecondScriptMakesTheNextSchemaOfAServer(TestServer server) {
    String url = created(server);
    try (Database database = server.writing(url)) {
      isUpgraded(database);
      assertThat(new JdbcFlowReader(database, StoreOptions.defaults()).load(FlowId.of("1")))
          .isPresent();
    }
  }

  @Test
  void aSecondScriptMakesTheNextSchemaOfAFile() {
    String url = "jdbc:sqlite:" + directory.resolve("x.db");
    store(url);
    try (Database database = SqliteFile.of(url).writing()) {
      isUpgraded(database);
      assertThat(new JdbcFlowReader(database, StoreOptions.defaults()).load(FlowId.of("1")))
          .isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyDatabaseGoesThroughAllScripts(TestServer server) {
    try (Database database = server.writing(server.newUrl())) {
      StoreSchema next = next(database, TABLE + WRITTEN_DOWN);
      assertThat(database.write(next::upgrade)).isZero();
      assertThat(database.read(next::check)).isEqualTo(NEXT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofTwoWhoUpgradeAtOnceOneDoesIt(TestServer server) {
    String url = created(server);
    try (Database one = server.writing(url);
        Database two = server.writing(url)) {
      // without IF NOT EXISTS: carried out twice it would fail
      StoreSchema next = next(one, TABLE.replace("IF NOT EXISTS ", "") + WRITTEN_DOWN);
      CompletableFuture<Integer> other =
          CompletableFuture.supplyAsync(() -> two.write(next::upgrade));
      int own = one.write(next::upgrade);
      assertThat(Stream.of(own, other.join())).containsExactlyInAnyOrder(StoreSchema.VERSION, NEXT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUpgradeThatFailsLeavesTheStoreUsableAndCanBeRepeated(TestServer server) {
    String url = created(server);
    try (Database database = server.writing(url)) {
      StoreSchema broken = next(database, TABLE + "DROP TABLE nosuch;\n" + WRITTEN_DOWN);
      assertThatThrownBy(() -> database.write(broken::upgrade)).isInstanceOf(JdbiException.class);

      StoreSchema now = StoreSchema.of(database.trouble(), JdbcOptions.defaults());
      assertThat(database.read(now::check)).isEqualTo(StoreSchema.VERSION);
      StoreSchema mended = next(database, TABLE + WRITTEN_DOWN);
      assertThat(database.write(mended::upgrade)).isEqualTo(StoreSchema.VERSION);
      assertThat(database.read(mended::check)).isEqualTo(NEXT);
    }
  }
}
