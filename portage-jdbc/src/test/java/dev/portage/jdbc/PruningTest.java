package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.store.Expiry;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.ManualClock;
import dev.portage.store.StoreOptions;
import dev.portage.testkit.OpenedStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What removing finished flows does to the tables, and what it costs. */
final class PruningTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  @TempDir private Path directory;
  private SqliteTables tables;
  private FlowStore store;

  @BeforeEach
  void open() {
    tables = new SqliteTables(directory.resolve("x.db"));
    store = FlowStores.open(tables.url(), StoreOptions.defaults().withClock(clock));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void fill(String id, FlowState state) {
    FlowHeader made = OpenedStore.commit(store, creation(id));
    OpenedStore.commit(store, change(made, state, done("a", "{}"), done("b", "{}")));
  }

  private Expiry all() {
    clock.advance(Duration.ofDays(1));
    return Expiry.of(Duration.ofHours(1), clock.instant());
  }

  @Test
  void everyRowOfAnUnfinishedFlowStaysByteForByte() throws SQLException {
    fill("unfinished", FlowState.FAILURE);
    fill("finished", FlowState.SUCCESS);
    Map<String, List<String>> before = tables.flows();
    assertThat(before.get("unfinished")).as("its header and two atoms").hasSize(3);

    assertThat(store.prune(all(), 10)).isEqualTo(1);

    before.remove("finished");
    assertThat(tables.flows()).isEqualTo(before);
  }

  @Test
  void noUnfinishedFlowIsReadToFindFinishedOnes() throws SQLException {
    assertThat(
            tables.select("SELECT sql FROM sqlite_master WHERE name = 'ix_portage_flow_finished'"))
        .singleElement()
        .asString()
        .contains("WHERE state IN ('SUCCESS', 'REVERTED')");
    Dialect dialect = new SqliteDialect();
    String oldest = ExpiredRows.oldest(dialect, 500);
    for (String sql : List.of(oldest, ExpiredRows.counts(dialect))) {
      assertThat(tables.plan(sql))
          .as(sql)
          .contains("USING INDEX ix_portage_flow_finished (changed<?)")
          .doesNotContain("SCAN");
    }
    assertThat(tables.plan(oldest)).doesNotContain("TEMP B-TREE");
  }

  @Test
  void aBatchIsOneTransactionOfFiveStatements() {
    try (WatchedStore watched = WatchedStore.open(directory.resolve("watched.db"))) {
      for (int i = 0; i < 20; i++) {
        FlowHeader made = OpenedStore.commit(watched.store(), creation("f" + i));
        OpenedStore.commit(watched.store(), change(made, FlowState.SUCCESS, done("a", "{}")));
      }
      watched.statements().clear();
      int before = watched.connections().commits();
      Expiry later = Expiry.of(Duration.ZERO, Instant.now().plusSeconds(60));

      assertThat(watched.store().prune(later, 15)).isEqualTo(15);

      assertThat(watched.statements()).hasSize(5);
      assertThat(watched.connections().commits()).isEqualTo(before + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "'soon'", "'0'", "x'00'", "''"})
  void aFlowWhoseTimeNobodyCanReadIsKept(String spoilt) throws SQLException {
    fill("bad", FlowState.SUCCESS);
    fill("good", FlowState.SUCCESS);
    tables.execute("UPDATE portage_flow SET changed = " + spoilt + " WHERE id = 'bad'");

    assertThat(store.prunable(all()))
        .singleElement()
        .satisfies(one -> assertThat(one.flows()).isEqualTo(1));
    assertThat(store.prune(all(), 10)).isEqualTo(1);

    assertThat(tables.select("SELECT id FROM portage_flow")).containsExactly("bad");
  }

  @Test
  void aFlowWhoseIdNobodyCanReadKeepsNoOther() throws SQLException {
    fill("bad", FlowState.SUCCESS);
    fill("good", FlowState.SUCCESS);
    tables.execute(
        "DELETE FROM portage_atom WHERE flow_id = 'bad'",
        "UPDATE portage_flow SET id = char(7) || char(0) WHERE id = 'bad'");

    assertThat(store.prune(all(), 10)).isEqualTo(1);

    assertThat(store.load(FlowId.of("good"))).isEmpty();
    assertThat(tables.select("SELECT count(*) FROM portage_flow")).containsExactly("1");
  }
}
