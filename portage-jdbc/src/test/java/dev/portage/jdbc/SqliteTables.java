package dev.portage.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A SQLite file as an operator's shell sees it. */
record SqliteTables(Path file) {
  private static final List<String> OF_FLOWS =
      List.of("portage_flow", "portage_atom", "portage_journal", "portage_refusal");

  String url() {
    return "jdbc:sqlite:" + file;
  }

  /** Executes statements. */
  void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of all rows. */
  List<String> select(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  /** How SQLite would carry out a statement whose parameters are named as ours are. */
  String plan(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
      List<String> steps = new ArrayList<>();
      while (rows.next()) {
        steps.add(rows.getString("detail"));
      }
      return String.join("\n", steps);
    }
  }

  /** By flow: every row of every table, column by column, as SQL literals. */
  Map<String, List<String>> flows() throws SQLException {
    Map<String, List<String>> flows = new HashMap<>();
    for (String table : OF_FLOWS) {
      String columns =
          String.join(
              " || ',' || ",
              select("SELECT 'quote(' || name || ')' FROM pragma_table_info('" + table + "')"));
      String key = table.equals("portage_flow") ? "id" : "flow_id";
      for (String row :
          select("SELECT " + key + " || '\t" + table + "\t' || " + columns + " FROM " + table)) {
        String[] parts = row.split("\t", 2);
        flows.computeIfAbsent(parts[0], id -> new ArrayList<>()).add(parts[1]);
      }
    }
    return flows;
  }
}
