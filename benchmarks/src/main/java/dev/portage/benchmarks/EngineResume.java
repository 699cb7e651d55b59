package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import dev.portage.benchmarks.Figure.Bar;
import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowHandle;
import dev.portage.store.FlowId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@link Engine#resume} of a stored flow of which half is done, from the call to the handle: load,
 * build and check the flow, claim it durably, make it a run. Beside it a program that reads the
 * rows of the same flow and keeps every column as the driver gives it.
 */
final class EngineResume implements Benchmark {
  private static final double MOST = 3;

  @Override
  public List<Figure> run(Size size) throws Exception {
    try (HalfDone stored = HalfDone.create(size.tasks(), 1);
        Engine engine = stored.engine(EngineOptions.defaults());
        Connection connection = DriverManager.getConnection(stored.url())) {
      FlowId id = HalfDone.id(0);
      Map<String, Samples> took =
          new Rounds()
              .add("resume", () -> resume(stored, engine, id))
              .add("by hand", () -> byHand(connection, id))
              .run(size.rounds());
      return List.of(
          Figure.of(
              "resume of " + size.tasks() + " tasks, half done, on SQLite",
              amount("resume", took),
              amount("by hand", took),
              Bar.atMost(MOST)));
    }
  }

  private static Amount amount(String what, Map<String, Samples> took) {
    return Amount.of(what, took.getOrDefault(what, new Samples(0)), 1e6, "ms");
  }

  static long resume(HalfDone stored, Engine engine, FlowId id) throws InterruptedException {
    long began = System.nanoTime();
    FlowHandle handle = engine.resume(id);
    long took = System.nanoTime() - began;
    stored.awaitStandstill();
    stored.suspend(List.of(handle));
    return took;
  }

  private static long byHand(Connection connection, FlowId id) throws Exception {
    return Rounds.time(
        () -> {
          List<Object[]> rows = new ArrayList<>();
          read(connection, "SELECT * FROM portage_flow WHERE id = ?", id.text(), rows);
          read(connection, "SELECT * FROM portage_atom WHERE flow_id = ?", id.text(), rows);
          if (rows.size() < 2) {
            throw new IllegalStateException("the flow has no rows");
          }
        });
  }

  private static void read(Connection connection, String sql, String id, List<Object[]> rows)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, id);
      try (ResultSet cursor = select.executeQuery()) {
        int columns = cursor.getMetaData().getColumnCount();
        while (cursor.next()) {
          Object[] row = new Object[columns];
          for (int column = 0; column < columns; column++) {
            row[column] = cursor.getObject(column + 1);
          }
          rows.add(row);
        }
      }
    }
  }
}
