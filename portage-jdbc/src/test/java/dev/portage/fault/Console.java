package dev.portage.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database as an operator's shell sees it.
 *
 * @param url of the store in it
 */
record Console(String url) {
  private static final int NO_SUCH_THREAD = 1094;

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url.replaceFirst("[?&]portage\\.[a-z]+=[a-z]+", ""));
  }

  /** Executes statements, each of them durable. */
  void execute(String... statements) throws SQLException {
    try (Connection connection = connect()) {
      for (String sql : statements) {
        execute(connection, sql);
      }
    }
  }

  /** Executes a statement with these values. */
  static int execute(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
      return statement.getUpdateCount();
    }
  }

  /** The first column of all rows. */
  List<String> select(String sql) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  /** Ends every other session in the same database. */
  void endOthers() throws SQLException {
    if (url.startsWith("jdbc:postgresql")) {
      select(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      return;
    }
    String others =
        "SELECT id FROM information_schema.processlist"
            + " WHERE db = database() AND id <> connection_id()";
    for (String id : select(others)) {
      try {
        execute("KILL CONNECTION " + id);
      } catch (SQLException e) {
        assertThat(e.getErrorCode()).as("it has ended by itself").isEqualTo(NO_SUCH_THREAD);
      }
    }
  }
}
