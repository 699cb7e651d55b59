package dev.portage.jdbc;

import static dev.portage.jdbc.Bookings.ID;
import static dev.portage.jdbc.Bookings.add;
import static dev.portage.jdbc.Bookings.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.portage.engine.Engine;
import dev.portage.engine.FlowResult;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A transaction that the database loses is as if the process had died: one row in the end. */
@Timeout(120)
final class LostTransactionsTest {
  @TempDir private Path directory;

  private final AtomicInteger runs = new AtomicInteger();

  private interface Twist {
    void in(Connection connection) throws SQLException;
  }

  /** Adds its row; in its first run something happens after that. */
  private Task booking(Twist first) {
    return Task.named("a")
        .execute(
            JdbcBody.run(
                (in, connection) -> {
                  add(connection, in.context());
                  if (runs.incrementAndGet() == 1) {
                    first.in(connection);
                  }
                }));
  }

  private static void one(Bookings bookings, Task task) throws InterruptedException {
    try (Engine engine = bookings.engine(line(task))) {
      assertThat(engine.submit("f", ID, in -> {}).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(bookings.rows().counts()).isEqualTo(Map.of("one/a", 1));
  }

  private static void kill(Connection connection, OwnRows rows, SqlStore kind) throws SQLException {
    boolean isPostgres = kind == SqlStore.POSTGRESQL;
    String own = isPostgres ? "SELECT pg_backend_pid()" : "SELECT connection_id()";
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(own)) {
      found.next();
      long id = found.getLong(1);
      rows.execute(isPostgres ? "SELECT pg_terminate_backend(" + id + ")" : "KILL " + id);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE", mode = EnumSource.Mode.EXCLUDE)
  void aBodyWhoseConnectionIsKilledRunsAgain(SqlStore kind) throws Exception {
    try (Bookings bookings = Bookings.in(kind, directory)) {
      one(
          bookings,
          booking(
              connection -> {
                kill(connection, bookings.rows(), kind);
                OwnRows.add(connection, "one", "a");
              }));
      assertThat(runs).hasValue(2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE", mode = EnumSource.Mode.EXCLUDE)
  void soDoesOneThatDoesNotNotice(SqlStore kind) throws Exception {
    try (Bookings bookings = Bookings.in(kind, directory)) {
      one(bookings, booking(connection -> kill(connection, bookings.rows(), kind)));
      assertThat(runs).hasValue(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"POSTGRESQL,BEFORE,2", "POSTGRESQL,AFTER,1", "MARIADB,BEFORE,2", "MARIADB,AFTER,1"})
  void whatBecameOfACommitIsFoundOut(SqlStore kind, CutConnections.Moment moment, int expected)
      throws Exception {
    try (Bookings made = Bookings.in(kind, directory);
        HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(made.rows().url());
      CutConnections connections = new CutConnections(pool);
      try (FlowStore store = JdbcStores.open(connections.source(), JdbcOptions.defaults())) {
        connections.cut(moment);
        one(new Bookings(made.url(), made.rows(), store), booking(connection -> {}));
      }
      assertThat(runs).hasValue(expected);
    }
  }

  @Test
  void aConstraintThatIsCheckedAtTheCommitFailsTheTask() throws Exception {
    try (Bookings bookings = Bookings.in(SqlStore.POSTGRESQL, directory)) {
      bookings.rows().execute("CREATE TABLE flight (task VARCHAR(100) PRIMARY KEY)");
      bookings
          .rows()
          .execute(
              "ALTER TABLE booking ADD FOREIGN KEY (task) REFERENCES flight"
                  + " DEFERRABLE INITIALLY DEFERRED");
      try (Engine engine = bookings.engine(line(Bookings.book("a")))) {
        FlowResult result = engine.submit("f", ID, in -> {}).await();
        assertThat(result.state()).isEqualTo(FlowState.REVERTED);
        assertThat(result.failures().get("a").message()).contains("refuses what its body");
      }
      assertThat(bookings.rows().counts()).isEmpty();
    }
  }
}
