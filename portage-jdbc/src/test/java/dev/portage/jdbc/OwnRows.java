package dev.portage.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** A table of an application beside those of the store: a row for each execution of a task. */
record OwnRows(String url) {
  /** Makes the table. Nothing in it would refuse a second row. */
  static OwnRows create(String url) {
    OwnRows rows = new OwnRows(url);
    rows.execute("CREATE TABLE booking (flow VARCHAR(100) NOT NULL, task VARCHAR(100) NOT NULL)");
    return rows;
  }

  static void add(Connection connection, String flow, String task) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO booking (flow, task) VALUES (?, ?)")) {
      insert.setString(1, flow);
      insert.setString(2, task);
      insert.executeUpdate();
    }
  }

  static void remove(Connection connection, String flow, String task) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM booking WHERE flow = ? AND task = ?")) {
      delete.setString(1, flow);
      delete.setString(2, task);
      delete.executeUpdate();
    }
  }

  void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** How many rows there are, by flow and task. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT flow, task FROM booking")) {
      while (rows.next()) {
        counts.merge(rows.getString(1) + "/" + rows.getString(2), 1, Integer::sum);
      }
      return counts;
    } catch (SQLException e) {
      throw new IllegalStateException("the rows cannot be counted", e);
    }
  }
}
