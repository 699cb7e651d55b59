package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.row;
import static dev.portage.testkit.StoreSamples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.testkit.OpenedStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a write costs the database. */
final class StatementCountTest {
  @TempDir private Path directory;
  private WatchedStore watched;

  @BeforeEach
  void open() {
    watched = WatchedStore.open(directory.resolve("x.db"));
  }

  @AfterEach
  void close() {
    watched.close();
  }

  @Test
  void aFlowOfAThousandTasksIsMadeWithOneFlowRowAndNoAtomRow() throws SQLException {
    String[] tasks = IntStream.range(0, 1000).mapToObj(i -> "task" + i).toArray(String[]::new);

    OpenedStore.commit(watched.store(), creation("1", "order", shape("order", tasks)));

    SqliteTables tables = new SqliteTables(directory.resolve("x.db"));
    assertThat(tables.select("SELECT count(*) FROM portage_flow")).containsExactly("1");
    assertThat(tables.select("SELECT count(*) FROM portage_atom")).containsExactly("0");
    assertThat(tables.select("SELECT count(*) FROM portage_shape")).containsExactly("1");
    assertThat(watched.statements())
        .as("is it there, its shape, its header")
        .hasSize(3)
        .noneMatch(sql -> sql.contains("portage_atom"));
    assertThat(watched.connections().commits()).isEqualTo(1);
  }

  @Test
  void oneCompletionIsTwoStatementsAndOneCommitHoweverFarTheFlowIs() {
    FlowHeader header = OpenedStore.commit(watched.store(), creation("1"));
    for (int step = 0; step < 20; step++) {
      watched.statements().clear();
      int before = watched.connections().commits();

      header =
          OpenedStore.commit(
              watched.store(),
              change(
                  header,
                  FlowState.RUNNING,
                  done("task" + step, "{\"x\":1}", "x"),
                  row("task" + (step + 1), AtomState.RUNNING)));

      assertThat(watched.statements()).as("the header, its rows").hasSize(2);
      assertThat(watched.connections().commits()).isEqualTo(before + 1);
    }
  }

  @Test
  void ordinaryProgressDoesNotWriteInputsAgain() {
    FlowHeader header = OpenedStore.commit(watched.store(), creation("1"));
    watched.statements().clear();

    OpenedStore.commit(watched.store(), change(header, FlowState.RUNNING));

    assertThat(watched.statements()).hasSize(1).noneMatch(sql -> sql.contains("inputs ="));
  }

  @Test
  void whoAsksForUnfinishedFlowsReadsNoFinishedOnes() throws SQLException {
    FlowQuery free = FlowQuery.unfinished().claimable(Instant.EPOCH);

    assertThat(plan(FlowQuery.unfinished())).contains("ix_portage_flow_unfinished");
    assertThat(plan(free)).contains("ix_portage_flow_unfinished");
    assertThat(plan(free.of("order"))).contains("ix_portage_flow_unfinished (flow=?)");
  }

  private String plan(FlowQuery query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("x.db"));
        PreparedStatement statement =
            connection.prepareStatement(
                "EXPLAIN QUERY PLAN SELECT f.* FROM portage_flow f WHERE "
                    + FlowConditions.of(query, new SqliteDialect()).sql()
                    + " ORDER BY f.id LIMIT 10");
        ResultSet rows = statement.executeQuery()) {
      return rows.getString("detail");
    }
  }
}
