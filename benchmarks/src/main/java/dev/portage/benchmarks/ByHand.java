package dev.portage.benchmarks;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * The rows that flows of some tasks leave, written by a program that knows what comes: no engine,
 * no checks, plain JDBC. So many flows as are done at once take each step together, in one
 * transaction.
 */
final class ByHand implements AutoCloseable {
  private static final String INSERT =
      "INSERT INTO portage_flow (id, flow, variant, state, fingerprint, digest, stamp, revision,"
          + " owner, lease_until, token, inputs, inputs_codec, meta, meta_codec, began, changed)"
          + " VALUES (?, 'steps', '', 'PENDING', ?, ?, '[]', 1, ?, ?, 1, ?, 'json', ?, 'json', ?, ?)";
  private static final String PROGRESS =
      "UPDATE portage_flow SET state = ?, revision = ?, owner = ?, lease_until = ?, token = 1,"
          + " changed = ? WHERE id = ? AND revision = ? AND token = 1";
  private static final String ATOM =
      "INSERT INTO portage_atom (flow_id, template, atom_key, kind, state, intention, version,"
          + " output_slots, history_length, attempts, idempotency_key, began, ended, failure,"
          + " reversal_failure, output, output_codec, reversal, reversal_codec, history,"
          + " history_codec, meta, meta_codec) VALUES (?, ?, '', 'TASK', ?, 'EXECUTE', ?, ?, 0, 1,"
          + " ?, ?, ?, NULL, NULL, ?, ?, NULL, NULL, NULL, NULL, NULL, NULL) ";
  private static final String CHANGED =
      "state = %1$sstate%2$s, version = %1$sversion%2$s, output_slots = %1$soutput_slots%2$s,"
          + " ended = %1$sended%2$s, output = %1$soutput%2$s, output_codec = %1$soutput_codec%2$s";

  private static final String TIME = "2026-11-30T12:00:00.123456789Z";
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

  private final Connection connection;
  private final List<String> tasks;
  private final String fingerprint;
  private final String digest;
  private final String upsert;
  private String series = "";
  private int made;

  private ByHand(Connection connection, List<String> tasks, List<String> shape) {
    this.connection = connection;
    this.tasks = tasks;
    this.fingerprint = shape.get(0);
    this.digest = shape.get(1);
    this.upsert = ATOM + present(connection);
  }

  /**
   * Over a store that holds the shape of these flows.
   *
   * @param shape fingerprint and digest
   */
  static ByHand open(String url, List<String> tasks, List<String> shape) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    return new ByHand(connection, tasks, shape);
  }

  private static String present(Connection connection) {
    try {
      return connection.getMetaData().getDatabaseProductName().equals("MariaDB")
          ? "ON DUPLICATE KEY UPDATE " + CHANGED.formatted("VALUES(", ")")
          : "ON CONFLICT (flow_id, template, atom_key) DO UPDATE SET "
              + CHANGED.formatted("excluded.", "");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives the flows from now on other names than those of other series. */
  void startAt(int number) {
    series = number + "-";
  }

  /** Writes so many flows from their submit to their end. */
  void run(int flows, int atOnce) throws SQLException {
    connection.setAutoCommit(false);
    for (int done = 0; done < flows; done += atOnce) {
      write(made, made + Math.min(atOnce, flows - done));
      made += atOnce;
    }
    connection.setAutoCommit(true); // SQLite would begin the next transaction, and keep others out
  }

  private void write(int from, int to) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT);
        PreparedStatement progress = connection.prepareStatement(PROGRESS);
        PreparedStatement atom = connection.prepareStatement(upsert)) {
      for (int flow = from; flow < to; flow++) {
        insert(insert, id(flow));
      }
      insert.executeBatch();
      connection.commit();
      for (int step = 0; step <= tasks.size(); step++) {
        for (int flow = from; flow < to; flow++) {
          progress(progress, id(flow), step);
        }
        progress.executeBatch();
        for (int flow = from; flow < to; flow++) {
          atoms(atom, id(flow), step);
        }
        atom.executeBatch();
        connection.commit();
      }
    }
  }

  private String id(int flow) {
    return "by-hand-0123456789-0123456789-" + series + flow;
  }

  private void insert(PreparedStatement insert, String id) throws SQLException {
    int place = 1;
    insert.setString(place++, id);
    insert.setString(place++, fingerprint);
    insert.setString(place++, digest);
    insert.setString(place++, "owner-of-the-benchmark");
    insert.setString(place++, TIME);
    insert.setBytes(place++, EMPTY);
    insert.setBytes(place++, EMPTY);
    insert.setString(place++, TIME);
    insert.setString(place, TIME);
    insert.addBatch();
  }

  private void progress(PreparedStatement progress, String id, int step) throws SQLException {
    int place = 1;
    progress.setString(place++, step == tasks.size() ? "SUCCESS" : "RUNNING");
    progress.setLong(place++, step + 2L);
    progress.setString(place++, step == tasks.size() ? null : "owner-of-the-benchmark");
    progress.setString(place++, step == tasks.size() ? null : TIME);
    progress.setString(place++, TIME);
    progress.setString(place++, id);
    progress.setLong(place, step + 1L);
    progress.addBatch();
  }

  private void atoms(PreparedStatement atom, String id, int step) throws SQLException {
    if (step > 0) {
      atom(atom, id, tasks.get(step - 1), true);
    }
    if (step < tasks.size()) {
      atom(atom, id, tasks.get(step), false);
    }
  }

  private static void atom(PreparedStatement atom, String id, String task, boolean done)
      throws SQLException {
    String output = "{\"of-" + task + "\":" + StoreLoad.VALUE + "}";
    int place = 1;
    atom.setString(place++, id);
    atom.setString(place++, task);
    atom.setString(place++, done ? "SUCCESS" : "RUNNING");
    atom.setString(place++, done ? "1.0" : null);
    atom.setString(place++, done ? "[\"of-" + task + "\"]" : null);
    atom.setString(place++, id + "/" + task + "/1");
    atom.setString(place++, TIME);
    atom.setString(place++, TIME);
    atom.setBytes(place++, done ? output.getBytes(StandardCharsets.UTF_8) : null);
    atom.setString(place, done ? "json" : null);
    atom.addBatch();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
