package dev.portage.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Copies the rows of the one process instance that a BPMN engine has in its tables of running
 * things, by SQL alone, under other ids: so every row is as the engine writes it.
 */
final class InstanceCopies implements AutoCloseable {
  private static final String RUNNING =
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
          + " AND table_name LIKE 'act\\_ru\\_%'"
          + " ORDER BY table_name <> 'act_ru_execution', table_name";

  private static final String COLUMNS =
      "SELECT column_name FROM information_schema.columns WHERE table_name = '%s'";

  private static final String TEXTS = COLUMNS + " AND data_type = 'character varying'";

  private final Connection connection;

  private InstanceCopies(Connection connection) {
    this.connection = connection;
  }

  static InstanceCopies open(Server.Database database) throws SQLException {
    return new InstanceCopies(DriverManager.getConnection(database.url()));
  }

  /** Forgets all instances; what batches have left stays, as it would. */
  void empty() throws SQLException {
    tell("TRUNCATE " + String.join(", ", all(RUNNING)));
  }

  /** Makes copies of the one that is there until there are so many. */
  void fill(int instances) throws SQLException {
    List<String> tables = new ArrayList<>();
    for (String table : all(RUNNING)) { // executions first: others refer to them
      if (!all("SELECT 1 FROM " + table + " LIMIT 1").isEmpty()) {
        tables.add(table);
      }
    }
    String ids = ids(tables);
    for (String table : tables) {
      copy(table, ids, instances - 1);
    }
    tell("VACUUM (ANALYZE)");
    tell("CHECKPOINT");
  }

  /** The ids of its rows, and those of activities. */
  private String ids(List<String> tables) throws SQLException {
    List<String> ids = new ArrayList<>();
    for (String table : tables) {
      ids.addAll(all("SELECT id_ FROM " + table));
      if (all(COLUMNS.formatted(table)).contains("act_inst_id_")) {
        ids.addAll(all("SELECT act_inst_id_ FROM " + table + " WHERE act_inst_id_ IS NOT NULL"));
      }
    }
    return ids.stream().distinct().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
  }

  private void copy(String table, String ids, int copies) throws SQLException {
    List<String> columns = all(COLUMNS.formatted(table));
    List<String> texts = all(TEXTS.formatted(table));
    List<String> values =
        columns.stream()
            .map(column -> texts.contains(column) ? copied(column, ids) : column)
            .toList();
    tell(
        "INSERT INTO %s (%s) SELECT %s FROM %s CROSS JOIN generate_series(1, %s) AS n"
            .formatted(
                table, String.join(", ", columns), String.join(", ", values), table, copies));
  }

  private static String copied(String column, String ids) {
    return "CASE WHEN %1$s IN (%2$s) THEN %1$s || '-' || n ELSE %1$s END".formatted(column, ids);
  }

  private List<String> all(String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        all.add(found.getString(1));
      }
    }
    return all;
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
