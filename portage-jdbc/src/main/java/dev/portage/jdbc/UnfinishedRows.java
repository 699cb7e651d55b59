package dev.portage.jdbc;

import dev.portage.model.Names;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Rows of unfinished flows, read as they would be if the flow were resumed: where a database cannot
 * say which JSON is none, this does. That is every row on some databases, and everywhere those with
 * values that went through codecs. Rows pass by one at a time. SQLite takes the tables of a CROSS
 * JOIN in the order in which they stand there, and would read every atom first otherwise.
 */
final class UnfinishedRows {
  private static final int AT_ONCE = 1000;

  private static final String ENCODED_HEADER =
      " AND (f.inputs_codec LIKE '%+%' OR f.meta_codec LIKE '%+%')";
  private static final String ENCODED_ROW =
      " AND (a.output_codec LIKE '%+%' OR a.reversal_codec LIKE '%+%'"
          + " OR a.history_codec LIKE '%+%' OR a.meta_codec LIKE '%+%' OR "
          + StoredValues.isEncodedFailure("a.failure")
          + " OR "
          + StoredValues.isEncodedFailure("a.reversal_failure")
          + ")";

  private final Dialect dialect;
  private final StoredValues values;

  UnfinishedRows(Dialect dialect, StoredValues values) {
    this.dialect = dialect;
    this.values = values;
  }

  /** Reads a row, and throws if it cannot be read. */
  private interface Reading {
    void read(String id, ResultSet cursor) throws SQLException;
  }

  /** The ids of those that cannot be read. */
  SortedSet<String> unreadable(Handle handle) {
    SortedSet<String> found = new TreeSet<>(Names.BY_UTF8);
    String headers =
        "SELECT f.* FROM portage_flow f WHERE "
            + dialect.unfinished()
            + (dialect.knowsJson() ? ENCODED_HEADER : "");
    read(handle, headers, found, "id", this::header);
    String atoms =
        "SELECT a.* FROM portage_flow f CROSS JOIN portage_atom a WHERE a.flow_id = f.id AND "
            + dialect.unfinished()
            + (dialect.knowsJson() ? ENCODED_ROW : "");
    read(handle, atoms, found, "flow_id", this::atom);
    return found;
  }

  private static void read(
      Handle handle, String sql, SortedSet<String> found, String key, Reading reading) {
    handle
        .createQuery(sql)
        .setFetchSize(AT_ONCE)
        .map(
            (cursor, context) -> {
              String id = cursor.getString(key);
              try {
                reading.read(id, cursor);
                return "";
              } catch (CorruptRecordException | IllegalArgumentException e) {
                return id; // the reason is found again when that flow is looked at
              }
            })
        .forEach(
            id -> {
              if (!id.isEmpty()) {
                found.add(id);
              }
            });
  }

  private void header(String id, ResultSet cursor) throws SQLException {
    FlowHeader header = HeaderColumns.read(cursor, values);
    Suspects.value(id, "inputs", header.inputs());
    Suspects.value(id, "meta", header.meta());
  }

  private void atom(String id, ResultSet cursor) throws SQLException {
    Suspects.values(id, AtomColumns.read(cursor, FlowId.of(id), values));
  }
}
