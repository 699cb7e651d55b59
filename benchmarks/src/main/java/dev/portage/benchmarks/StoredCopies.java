package dev.portage.benchmarks;

import dev.portage.store.FlowId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Copies the rows of the one flow that a store holds, by SQL alone, under other ids and at other
 * times: so every row is as an engine writes it. The id of that flow is that of number 0.
 */
final class StoredCopies implements AutoCloseable {
  private static final int AT_ONCE = 50_000;
  private static final String ID = "01900000-0000-7000-8000-";
  private static final String NEW_ID =
      "'" + ID + "' || substr(CAST(1000000000000 + n AS VARCHAR(20)), 2)";

  /** So many nanoseconds into the second in which it was. */
  private static final String NEW_TIME =
      "substr(%s, 1, 20) || substr(CAST(1000000000 + n AS VARCHAR(20)), 2) || 'Z'";

  private static final String COPY =
      "WITH RECURSIVE numbers (n) AS (SELECT %s UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)"
          + " INSERT INTO %s (%s) SELECT %s FROM numbers CROSS JOIN %s WHERE %s = '%s' ORDER BY n";

  private final Connection connection;
  private final boolean isPostgres;

  private StoredCopies(Connection connection) throws SQLException {
    this.connection = connection;
    this.isPostgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }

  static StoredCopies open(String url) throws SQLException {
    return new StoredCopies(DriverManager.getConnection(url));
  }

  /** The id of a copy: one such as Portage makes, and later ones sort later. */
  static FlowId id(int number) {
    return FlowId.of(ID + String.format(Locale.ROOT, "%012d", number));
  }

  /** Makes copies until there are so many flows; then the database is as after a quiet night. */
  void fill(int flows) throws SQLException {
    if (isPostgres) {
      tell("SET synchronous_commit = off");
    } else {
      tell("PRAGMA synchronous = OFF");
      tell("PRAGMA foreign_keys = OFF"); // they refer to what was copied just before
    }
    for (int from = 1; from < flows; from += AT_ONCE) {
      int last = Math.min(from + AT_ONCE, flows) - 1;
      copy("portage_flow", "id", from, last);
      copy("portage_atom", "flow_id", from, last);
    }
    if (isPostgres) {
      tell("VACUUM (ANALYZE)");
      tell("CHECKPOINT");
    } else {
      tell("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  private void copy(String table, String key, int from, int last) throws SQLException {
    List<String> columns = columns(table);
    List<String> values = columns.stream().map(StoredCopies::copied).toList();
    tell(
        COPY.formatted(
            from,
            last,
            table,
            String.join(", ", columns),
            String.join(", ", values),
            table,
            key,
            id(0)));
  }

  private static String copied(String column) {
    return switch (column) {
      case "id", "flow_id" -> NEW_ID;
      case "idempotency_key" -> "replace(idempotency_key, '" + id(0) + "', " + NEW_ID + ")";
      case "began", "changed", "ended" -> NEW_TIME.formatted(column);
      default -> column;
    };
  }

  private List<String> columns(String table) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
      ResultSetMetaData columns = none.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        names.add(columns.getColumnName(i));
      }
    }
    return names;
  }

  private void tell(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
