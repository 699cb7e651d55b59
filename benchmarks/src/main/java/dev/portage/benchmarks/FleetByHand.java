package dev.portage.benchmarks;

import dev.portage.shape.Shape;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The release of {@link OrderFleet} as SQL that somebody has written for it alone, a thousand flows
 * in each transaction: who knows what comes need not look where flows are.
 */
final class FleetByHand implements AutoCloseable {
  private static final int AT_ONCE = 1000;
  private static final String TIME = "2026-11-30T12:00:00.123456789Z";

  private static final String PAGE =
      "SELECT id FROM portage_flow WHERE flow = 'order' AND fingerprint = ?"
          + " AND state NOT IN ('SUCCESS', 'REVERTED')"
          + " AND (owner IS NULL OR lease_until IS NULL OR lease_until <= ?) AND id > ?"
          + " ORDER BY id LIMIT "
          + AT_ONCE;

  private static final String JOURNAL =
      "INSERT INTO portage_journal (flow_id, revision, made_at, actor, run, undoes,"
          + " from_fingerprint, from_digest, from_stamp, to_fingerprint, to_digest, to_stamp,"
          + " steps, moves, moves_codec, pre_image, pre_image_codec)"
          + " SELECT f.id, f.revision + 1, ?, 'by hand', 'by-hand', 0, f.fingerprint, f.digest,"
          + " f.stamp, ?, ?, '[\"release\"]', '[\"step release\"]', ?, 'json', %1$s, 'json'"
          + " FROM portage_flow f WHERE f.id %2$s";

  private final Connection connection;
  private final boolean isPostgres;
  private final String among;

  private FleetByHand(Connection connection) throws SQLException {
    this.connection = connection;
    this.isPostgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    this.among = isPostgres ? "= ANY (?)" : "IN (SELECT value FROM json_each(?))";
    connection.setAutoCommit(false);
  }

  static FleetByHand open(OrderFleet fleet) throws SQLException {
    try (FlowStore store = FlowStores.open(fleet.database().storeUrl())) {
      store.shapes(""); // the tables are there
    }
    return new FleetByHand(DriverManager.getConnection(fleet.database().plainUrl()));
  }

  /** Carries all of them over. */
  void migrate() throws SQLException {
    addShape(connection);
    List<String> page = page("");
    while (!page.isEmpty()) {
      Object ids = ids(page);
      journal(ids);
      change("DELETE FROM portage_atom WHERE flow_id %s AND template = 'audit'", ids);
      change(
          "UPDATE portage_atom SET template = 'hold' WHERE flow_id %s AND template = 'reserve'",
          ids);
      heads(ids);
      connection.commit();
      page = page(page.get(page.size() - 1));
    }
    connection.commit();
  }

  static void addShape(Connection connection) throws SQLException {
    Shape shape = Shape.of(OrderFleet.NEW);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO portage_shape (digest, fingerprint, text) VALUES (?, ?, ?)"
                + " ON CONFLICT (digest) DO NOTHING")) {
      insert.setString(1, shape.digest());
      insert.setString(2, shape.fingerprint().hex());
      insert.setString(3, shape.text());
      insert.executeUpdate();
    }
  }

  private List<String> page(String after) throws SQLException {
    String locking = isPostgres ? " FOR UPDATE SKIP LOCKED" : "";
    try (PreparedStatement select = connection.prepareStatement(PAGE + locking)) {
      select.setString(1, Shape.of(OrderFleet.OLD).fingerprint().hex());
      select.setString(2, TIME);
      select.setString(3, after);
      List<String> page = new ArrayList<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          page.add(found.getString(1));
        }
      }
      return page;
    }
  }

  private Object ids(List<String> page) throws SQLException {
    if (isPostgres) {
      return connection.createArrayOf("varchar", page.toArray());
    }
    ArrayNode ids = JsonNodeFactory.instance.arrayNode();
    page.forEach(ids::add);
    return ids.toString();
  }

  private void journal(Object ids) throws SQLException {
    Shape shape = Shape.of(OrderFleet.NEW);
    String sql = JOURNAL.formatted(isPostgres ? PreImages.POSTGRES : PreImages.SQLITE, among);
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, TIME);
      insert.setString(2, shape.fingerprint().hex());
      insert.setString(3, shape.digest());
      insert.setBytes(4, PreImages.MOVES);
      insert.setObject(5, ids);
      insert.executeUpdate();
    }
  }

  private void heads(Object ids) throws SQLException {
    Shape shape = Shape.of(OrderFleet.NEW);
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE portage_flow SET fingerprint = ?, digest = ?, stamp = '[\"release\"]',"
                + " revision = revision + 1, owner = 'by hand', lease_until = ?,"
                + " token = token + 1, changed = ? WHERE id "
                + among)) {
      update.setString(1, shape.fingerprint().hex());
      update.setString(2, shape.digest());
      update.setString(3, TIME);
      update.setString(4, TIME);
      update.setObject(5, ids);
      update.executeUpdate();
    }
  }

  private void change(String sql, Object ids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.formatted(among))) {
      statement.setObject(1, ids);
      statement.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
