package dev.portage.fault;

import static dev.portage.testkit.StoreSamples.creation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portage.jdbc.SqlStore;
import dev.portage.jdbc.TestMaria;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server takes no writes for a while, as a standby does, while flows run. */
@Timeout(240)
final class ReadOnlyServerTest {
  private static final int SOME = 60;
  private static final String USER = "tables_only";
  private static final String PASSWORD = "secret";

  @TempDir private Path directory;

  private static void setReadOnly(SqlStore kind, Console superuser, String onOrOff)
      throws SQLException {
    if (kind == SqlStore.MARIADB) {
      superuser.execute("SET GLOBAL read_only = " + onOrOff);
      return;
    }
    superuser.execute("ALTER SYSTEM SET default_transaction_read_only = " + onOrOff);
    assertThat(superuser.select("SELECT pg_reload_conf()")).containsExactly("t");
  }

  /** Of somebody whom MariaDB does not let write all the same. */
  private static String urlOfUser(SqlStore kind, String url) {
    if (kind == SqlStore.POSTGRESQL) {
      return url;
    }
    String database = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
    TestMaria.createUser(USER, PASSWORD, database);
    return url.replace("user=root", "user=" + USER + "&password=" + PASSWORD);
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void writesAreRefusedReadsAreNotAndFlowsGoOnAfterwards(SqlStore kind) throws Exception {
    String url = kind.newUrl(directory);
    Console superuser = new Console(url);
    try (Load load = new Load(urlOfUser(kind, url)).awaitMore(SOME)) {
      try {
        setReadOnly(kind, superuser, "ON");
        await().atMost(Duration.ofMinutes(1)).until(() -> load.refused().size() > 1);
        aWriteIsRefusedAndAReadIsNot(load.store());
      } finally {
        setReadOnly(kind, superuser, "OFF");
      }
      List<FlowId> refused = List.copyOf(load.refused());
      load.awaitMore(SOME).finish();
      assertThat(refused).allMatch(id -> load.store().load(id).isEmpty());
    }
  }

  private static void aWriteIsRefusedAndAReadIsNot(FlowStore store) {
    assertThatThrownBy(() -> store.commit(creation("late")).join())
        .hasCauseInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("could not be written: the database takes no writes: it is a ")
        .hasMessageContaining("set to read only");
    assertThat(store.load(FlowId.of("late"))).isEmpty();
    assertThat(store.find(FlowQuery.all().limit(1))).hasSize(1);
  }
}
