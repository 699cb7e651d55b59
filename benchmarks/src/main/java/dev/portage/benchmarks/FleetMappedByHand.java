package dev.portage.benchmarks;

import dev.portage.shape.Shape;
import dev.portage.store.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The release of {@link OrderFleet} with a map of values, in plain JDBC that was written for it
 * alone: reads a thousand flows with their atoms, maps what one has stored, and writes journal and
 * rows in batches.
 */
final class FleetMappedByHand {
  private static final int AT_ONCE = 1000;
  private static final String TIME = "2026-11-30T12:00:00.123456789Z";

  private static final String READ =
      "SELECT f.id, f.flow, f.variant, f.state, f.revision, f.fingerprint, f.digest, f.stamp,"
          + " f.inputs, f.meta, f.began, f.changed, a.template, a.atom_key, a.kind,"
          + " a.state, a.intention, a.version, a.output_slots, a.output, a.attempts,"
          + " a.idempotency_key, a.began, a.ended FROM (SELECT * FROM portage_flow"
          + " WHERE flow = 'order' AND fingerprint = ? AND state NOT IN ('SUCCESS', 'REVERTED')"
          + " AND (owner IS NULL OR lease_until IS NULL OR lease_until <= ?) AND id > ?"
          + " ORDER BY id LIMIT "
          + AT_ONCE
          + "%s) f JOIN portage_atom a ON a.flow_id = f.id ORDER BY f.id, a.template";

  private static final String JOURNAL =
      "INSERT INTO portage_journal (flow_id, revision, made_at, actor, run, undoes,"
          + " from_fingerprint, from_digest, from_stamp, to_fingerprint, to_digest, to_stamp,"
          + " steps, moves, moves_codec, pre_image, pre_image_codec)"
          + " VALUES (?, ?, ?, 'by hand', 'by-hand', 0, ?, ?, ?, ?, ?, ?, ?, ?, 'json', ?,"
          + " 'json')";

  private static final String HEAD =
      "UPDATE portage_flow SET fingerprint = ?, digest = ?, stamp = '[\"release\"]',"
          + " revision = revision + 1, owner = 'by hand', lease_until = ?, token = token + 1,"
          + " changed = ? WHERE id = ? AND revision = ?";

  private final Connection connection;
  private final Shape from = Shape.of(OrderFleet.OLD);
  private final Shape to = Shape.of(OrderFleet.NEW);
  private final String read;

  private FleetMappedByHand(Connection connection) throws SQLException {
    this.connection = connection;
    boolean isPostgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    this.read = READ.formatted(isPostgres ? " FOR UPDATE SKIP LOCKED" : "");
    connection.setAutoCommit(false);
  }

  /** Carries all of them over. */
  static void migrate(OrderFleet fleet) throws SQLException {
    FleetByHand.open(fleet).close();
    try (Connection connection = DriverManager.getConnection(fleet.database().plainUrl())) {
      new FleetMappedByHand(connection).migrate();
    }
  }

  /** One flow, as it is kept, and what its second task is to have stored. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Order(long revision, ObjectNode image, byte[] quote) {}

  private void migrate() throws SQLException {
    FleetByHand.addShape(connection);
    Map<String, Order> page = page("");
    while (!page.isEmpty()) {
      journal(page);
      rows(page);
      connection.commit();
      page = page(page.keySet().stream().reduce("", (first, second) -> second));
    }
  }

  private Map<String, Order> page(String after) throws SQLException {
    Map<String, Order> page = new LinkedHashMap<>();
    try (PreparedStatement select = connection.prepareStatement(read)) {
      select.setString(1, from.fingerprint().hex());
      select.setString(2, TIME);
      select.setString(3, after);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String id = row.getString(1);
          Order order = page.get(id);
          if (order == null) {
            order = new Order(row.getLong(5), image(row), new byte[0]);
          }
          ((ArrayNode) order.image().get("atoms")).add(atom(row));
          boolean isQuote = row.getString(13).equals("quote");
          page.put(id, isQuote ? new Order(order.revision(), order.image(), mapped(row)) : order);
        }
      }
    }
    return page;
  }

  private static ObjectNode image(ResultSet row) throws SQLException {
    ObjectNode image = Json.mapper().createObjectNode();
    image.put("format", "portage-record/1");
    image.put("id", row.getString(1));
    image.put("flow", row.getString(2));
    image.put("variant", row.getString(3));
    image.put("state", row.getString(4));
    image.put("revision", row.getLong(5));
    image.put("fingerprint", row.getString(6));
    image.put("shape", row.getString(7));
    image.set("stamp", Json.mapper().readTree(row.getString(8)));
    image.set("inputs", payload(row.getBytes(9)));
    image.set("meta", payload(row.getBytes(10)));
    image.put("began", row.getString(11));
    image.put("changed", row.getString(12));
    image.putArray("atoms");
    return image;
  }

  private static ObjectNode atom(ResultSet row) throws SQLException {
    ObjectNode atom = Json.mapper().createObjectNode();
    atom.put("template", row.getString(13));
    atom.put("key", row.getString(14));
    atom.put("kind", row.getString(15));
    atom.put("state", row.getString(16));
    atom.put("intention", row.getString(17));
    atom.put("version", row.getString(18));
    atom.set("slots", Json.mapper().readTree(row.getString(19)));
    atom.set("output", payload(row.getBytes(20)));
    atom.put("attempts", row.getInt(21));
    atom.put("idempotencyKey", row.getString(22));
    atom.put("began", row.getString(23));
    atom.put("changed", row.getString(24));
    return atom;
  }

  private static ObjectNode payload(byte[] bytes) {
    return Json.mapper()
        .createObjectNode()
        .put("codec", "json")
        .put("text", new String(bytes, StandardCharsets.UTF_8));
  }

  private static byte[] mapped(ResultSet row) throws SQLException {
    ObjectNode slots = (ObjectNode) Json.mapper().readTree(row.getBytes(20));
    ObjectNode total = (ObjectNode) slots.get("total");
    total.put("cents", total.path("euros").longValue() * 100);
    total.remove("euros");
    return slots.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void journal(Map<String, Order> page) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(JOURNAL)) {
      for (Map.Entry<String, Order> order : page.entrySet()) {
        insert.setString(1, order.getKey());
        insert.setLong(2, order.getValue().revision() + 1);
        insert.setString(3, TIME);
        insert.setString(4, from.fingerprint().hex());
        insert.setString(5, from.digest());
        insert.setString(6, "[]");
        insert.setString(7, to.fingerprint().hex());
        insert.setString(8, to.digest());
        insert.setString(9, "[\"release\"]");
        insert.setString(10, "[\"step release\"]");
        insert.setBytes(11, PreImages.MOVES);
        insert.setBytes(12, order.getValue().image().toString().getBytes(StandardCharsets.UTF_8));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void rows(Map<String, Order> page) throws SQLException {
    each(page, "DELETE FROM portage_atom WHERE flow_id = ? AND template = 'audit'");
    each(
        page,
        "UPDATE portage_atom SET template = 'hold' WHERE flow_id = ? AND template = 'reserve'");
    try (PreparedStatement update =
            connection.prepareStatement(
                "UPDATE portage_atom SET output = ?, version = '2.0'"
                    + " WHERE flow_id = ? AND template = 'quote'");
        PreparedStatement head = connection.prepareStatement(HEAD)) {
      for (Map.Entry<String, Order> order : page.entrySet()) {
        update.setBytes(1, order.getValue().quote());
        update.setString(2, order.getKey());
        update.addBatch();
        head.setString(1, to.fingerprint().hex());
        head.setString(2, to.digest());
        head.setString(3, TIME);
        head.setString(4, TIME);
        head.setString(5, order.getKey());
        head.setLong(6, order.getValue().revision());
        head.addBatch();
      }
      update.executeBatch();
      head.executeBatch();
    }
  }

  private void each(Map<String, Order> page, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (String id : page.keySet()) {
        statement.setString(1, id);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
