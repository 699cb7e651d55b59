package dev.portage.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.ResumeReport;
import dev.portage.jdbc.SqlStore;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Others in the same database: whatever they lock, flows go on and nothing is lost. */
@Timeout(240)
final class ContentionTest {
  private static final int SOME = 60;
  private static final int TRIES = 20;
  private static final int DEADLOCKS = Integer.getInteger("portage.deadlocks", 2);

  /** SQLSTATEs of deadlocks. */
  private static final Set<String> DEADLOCK = Set.of("40P01", "40001");

  @TempDir private Path directory;

  /** A trigger fails every third change of a flow as if two transactions could not be ordered. */
  private static List<String> unserializable(SqlStore kind) {
    return kind == SqlStore.POSTGRESQL
        ? List.of(
            "CREATE SEQUENCE tries",
            """
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              IF nextval('tries') % 3 = 0 THEN RAISE SQLSTATE '40001'; END IF;
              RETURN NEW;
            END $$""",
            "CREATE TRIGGER fail BEFORE UPDATE ON portage_flow FOR EACH ROW EXECUTE FUNCTION fail()")
        : List.of(
            "CREATE SEQUENCE tries",
            """
            CREATE TRIGGER fail BEFORE UPDATE ON portage_flow FOR EACH ROW BEGIN
              IF NEXT VALUE FOR tries % 3 = 0 THEN
                SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213;
              END IF;
            END""");
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void whatCannotBeSerializedIsTriedAgain(SqlStore kind) throws Exception {
    String url = kind.newUrl(directory);
    try (Load load = new Load(url).awaitMore(1)) {
      new Console(url).execute(unserializable(kind).toArray(String[]::new));
      load.awaitMore(SOME).finish();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void whoeverLosesADeadlockGoesOn(SqlStore kind) throws Exception {
    String url = kind.newUrl(directory);
    Console console = new Console(url);
    try (Load load = new Load(url).awaitMore(SOME);
        Connection foreign = console.connect()) {
      long before = deadlocks(console);
      begin(foreign);
      for (int tries = 0; tries < TRIES || deadlocks(console) < before + DEADLOCKS; tries++) {
        assertThat(tries).as("tries without a deadlock").isLessThan(100 * TRIES);
        if (kind == SqlStore.POSTGRESQL) {
          // the store gives way by its lock timeout, or this does by looking for deadlocks sooner
          Console.execute(foreign, "SET LOCAL deadlock_timeout = " + (tries % 2 == 0 ? 20 : 1000));
        }
        lockTheWrongWayRound(console, foreign);
      }
      load.awaitMore(SOME).finish();
    }
  }

  /** The store locks flows, then their atoms. */
  private static void lockTheWrongWayRound(Console console, Connection foreign)
      throws SQLException {
    List<String> running =
        console.select("SELECT concat('''', id, '''') FROM portage_flow WHERE state = 'RUNNING'");
    String ids = "(" + String.join(", ", running) + ")";
    try {
      if (!running.isEmpty()) {
        lock(foreign, "portage_atom", "flow_id IN " + ids);
        lock(foreign, "portage_flow", "id IN " + ids);
      }
    } catch (SQLException e) {
      assertThat(DEADLOCK).contains(e.getSQLState());
    } finally {
      foreign.rollback();
    }
  }

  /** As any of Portage's own processes does. */
  private static void begin(Connection foreign) throws SQLException {
    foreign.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    foreign.setAutoCommit(false);
  }

  private static void lock(Connection foreign, String table, String which) throws SQLException {
    Console.execute(foreign, "SELECT 1 FROM " + table + " WHERE " + which + " FOR UPDATE");
  }

  private static long deadlocks(Console console) throws SQLException {
    boolean isPostgres = console.url().startsWith("jdbc:postgresql");
    return Long.parseLong(
        console
            .select(
                isPostgres
                    ? "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
                    : "SELECT variable_value FROM information_schema.global_status"
                        + " WHERE variable_name = 'INNODB_DEADLOCKS'")
            .get(0));
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void aFlowThatSomebodyHasLockedWaitsAndTheOthersGoOn(SqlStore kind) throws Exception {
    String url = kind.newUrl(directory);
    try (Load load = new Load(url, Duration.ofSeconds(20));
        Connection foreign = new Console(url).connect()) {
      Load.Held held = load.hold();
      begin(foreign);
      lock(foreign, "portage_flow", "id = 'held'");
      lock(foreign, "portage_atom", "flow_id = 'held'");
      held.go();
      load.awaitMore(SOME);
      assertThat(held.end()).isNotDone();
      foreign.rollback();
      assertThat(held.end().get().state()).isEqualTo(FlowState.SUCCESS);
      load.finish();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void whoTakesFlowsUpPassesByOneThatSomebodyHasLocked(SqlStore kind) throws Exception {
    String url = kind.newUrl(directory);
    Flow flow = Flow.linear("f").add(Task.named("a").run(in -> {})).build();
    try (FlowStore store = FlowStores.open(url);
        Engine engine =
            Engine.open(store, FlowCatalog.of("f", in -> flow), EngineOptions.defaults());
        Connection foreign = new Console(url).connect()) {
      for (String id : List.of("1", "2", "3")) {
        engine.enqueue("f", FlowId.of(id), in -> {});
      }
      begin(foreign);
      lock(foreign, "portage_flow", "id = '1'");
      ResumeReport report = engine.resumeAll();
      assertThat(report.busy()).containsExactly(FlowId.of("1"));
      assertThat(report.resumed()).hasSize(2);
      assertThat(report.awaitAll(Duration.ofSeconds(30))).isPresent();
      foreign.rollback();
      assertThat(engine.resumeAll().resumed())
          .extracting(FlowHandle::id)
          .containsExactly(FlowId.of("1"));
    }
  }
}
