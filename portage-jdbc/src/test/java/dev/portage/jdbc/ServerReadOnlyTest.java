package dev.portage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStores;
import dev.portage.store.StoreUnavailableException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers could not write if they wanted to: the server refuses. */
final class ServerReadOnlyTest {
  private static final List<String> CHANGES =
      List.of("DELETE FROM portage_flow", "UPDATE portage_schema SET version = 9");
  private static final List<String> MAKING = List.of("CREATE TABLE portage_own (id INTEGER)");

  private static void assertRefuses(Database reading, List<String> statements) {
    for (String sql : statements) {
      assertThatThrownBy(() -> reading.read(handle -> handle.execute(sql)), sql)
          .isInstanceOf(StoreUnavailableException.class)
          .rootCause()
          .message()
          .containsIgnoringCase("read")
          .containsIgnoringCase("only");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerRefusesWritesOnConnectionsOfReaders(TestServer server) {
    String url = server.newUrl();
    StoreTables.of(url).upgrade();
    try (Database reading = server.reading(url)) {
      assertRefuses(reading, CHANGES);
      assertRefuses(reading, MAKING);
    }
    try (FlowReader reader = FlowStores.openForReading(url)) {
      assertThat(reader.unreadable()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerRefusesWritesOfReadersOnConnectionsOfTheApplication(TestServer server) {
    String url = server.newUrl();
    StoreTables.of(url).upgrade();
    try (HikariDataSource source = new HikariDataSource()) {
      source.setJdbcUrl(url);
      try (FlowReader reader = JdbcStores.openForReading(source, JdbcOptions.defaults())) {
        assertThat(reader.unreadable()).isEmpty();
      }
      SqlTrouble trouble = new SqlTrouble(server.server().dialect(), "here");
      String first = server.server().said().readingOnce();
      // the making of a table ends the transaction of the application first, on MariaDB
      assertRefuses(Database.of(source, trouble, TableNames.USUAL, first), CHANGES);
    }
  }
}
