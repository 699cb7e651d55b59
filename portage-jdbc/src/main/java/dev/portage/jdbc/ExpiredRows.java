package dev.portage.jdbc;

import dev.portage.store.Expiry;
import dev.portage.store.FlowId;
import dev.portage.store.Prunable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The flows that are no longer kept. Every method works in the caller's transaction. */
final class ExpiredRows {
  /** A time that nobody can read keeps its flow, for somebody to look at. */
  private static final String EXPIRED =
      " FROM portage_flow f WHERE "
          + FlowConditions.FINISHED
          + " AND %s < :before AND f.changed LIKE '____-__-__T__:__:__%%Z' AND "
          + FlowConditions.FREE;

  /** What refers to a flow, before the flow. */
  private static final List<Bulk> REMOVALS =
      List.of(
          Bulk.delete("portage_atom", List.of(Column.text("flow_id"))),
          RefusalRows.CLEAR,
          Bulk.delete("portage_journal", List.of(Column.text("flow_id"))),
          Bulk.delete("portage_flow", List.of(Column.text("id"))));

  private final Dialect dialect;
  private final BulkRows rows;

  ExpiredRows(Dialect dialect, BulkRows rows) {
    this.dialect = dialect;
    this.rows = rows;
  }

  /** See {@link dev.portage.store.FlowStore#prune}. */
  int remove(Handle handle, Expiry expiry, int most) {
    String locked = oldest(dialect, most) + " " + dialect.locking(false);
    List<@Nullable Object[]> expired =
        bound(handle.createQuery(locked), expiry).mapTo(String.class).stream()
            .filter(ExpiredRows::isReadable)
            .map(id -> new @Nullable Object[] {id})
            .toList();
    for (Bulk removal : REMOVALS) {
      rows.execute(handle, removal, expired);
    }
    return expired.size();
  }

  /** Selects the ids of those that have been finished for longest. */
  static String oldest(Dialect dialect, int most) {
    String finished = dialect.finished();
    return "SELECT f.id" + EXPIRED.formatted(finished) + " ORDER BY " + finished + " LIMIT " + most;
  }

  /** One that is not is no reason to keep the others. */
  private static boolean isReadable(String id) {
    try {
      return FlowId.of(id).text().equals(id);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** See {@link dev.portage.store.FlowReader#prunable}. */
  static List<Prunable> count(Handle handle, Dialect dialect, Expiry expiry) {
    return bound(handle.createQuery(counts(dialect)), expiry)
        .map((cursor, context) -> read(cursor))
        .stream()
        .sorted()
        .toList();
  }

  /** Counts them by name. */
  static String counts(Dialect dialect) {
    return "SELECT f.flow AS flow, COUNT(*) AS flows, MIN(f.changed) AS oldest"
        + EXPIRED.formatted(dialect.finished())
        + " GROUP BY f.flow";
  }

  private static <S extends SqlStatement<S>> S bound(S statement, Expiry expiry) {
    return statement
        .bind("before", StoredText.time(expiry.finishedBefore()))
        .bind("at", StoredText.time(expiry.now()));
  }

  private static Prunable read(ResultSet cursor) throws SQLException {
    String flow = cursor.getString("flow");
    StoredRow row = new StoredRow(cursor, flow, "finished flows of that name, ");
    return new Prunable(flow, row.number("flows"), row.parsed("oldest", StoredText::time));
  }
}
