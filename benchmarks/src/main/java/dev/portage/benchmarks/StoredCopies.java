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
 * Copies the rows of flows that a store holds, by SQL alone, under other ids and at other times: so
 * every row is as an engine writes it.
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

  /** The rows of a flow in one table. */
  private record Rows(String table, String key, FlowId source) {
    String copied(String column) {
      return switch (column) {
        case "id", "flow_id" -> NEW_ID;
        case "idempotency_key" -> "replace(idempotency_key, '" + source + "', " + NEW_ID + ")";
        case "began", "changed", "ended" -> NEW_TIME.formatted(column);
        default -> column;
      };
    }
  }

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

  /** Makes copies of number 0 until there are so many flows, and rests. */
  void fill(int flows) throws SQLException {
    fill(0, 1, flows);
    rest();
  }

  /** Makes copies of a flow under the numbers from the one to before the other. */
  void fill(int source, int first, int end) throws SQLException {
    if (isPostgres) {
      tell("SET synchronous_commit = off");
    } else {
      tell("PRAGMA synchronous = OFF");
      tell("PRAGMA foreign_keys = OFF"); // they refer to what was copied just before
    }
    for (int from = first; from < end; from += AT_ONCE) {
      int last = Math.min(from + AT_ONCE, end) - 1;
      copy(new Rows("portage_flow", "id", id(source)), from, last);
      copy(new Rows("portage_atom", "flow_id", id(source)), from, last);
    }
  }

  /** The database is as after a quiet night then. */
  void rest() throws SQLException {
    if (isPostgres) {
      tell("VACUUM (ANALYZE)");
      tell("CHECKPOINT");
    } else {
      tell("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  private void copy(Rows rows, int from, int last) throws SQLException {
    List<String> columns = columns(rows.table());
    List<String> values = columns.stream().map(rows::copied).toList();
    tell(
        COPY.formatted(
            from,
            last,
            rows.table(),
            String.join(", ", columns),
            String.join(", ", values),
            rows.table(),
            rows.key(),
            rows.source()));
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
