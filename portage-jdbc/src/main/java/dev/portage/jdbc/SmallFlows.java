package dev.portage.jdbc;

import dev.portage.store.AtomRecord;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Many flows in two questions, as long as all of them together are small. */
final class SmallFlows {
  /** What one flow may hold, in bytes; a larger one is left out. */
  private static final int MOST_BYTES = 65_536;

  private static final String HEADERS =
      "SELECT f.* FROM portage_flow f WHERE %s AND octet_length(f.inputs)"
          + " + octet_length(f.meta) <= "
          + MOST_BYTES
          + " AND (SELECT coalesce(SUM(coalesce(octet_length(a.output), 0)"
          + " + coalesce(octet_length(a.reversal), 0) + coalesce(octet_length(a.history), 0)"
          + " + coalesce(octet_length(a.meta), 0) + coalesce(octet_length(a.failure), 0)), 0)"
          + " FROM portage_atom a WHERE a.flow_id = f.id) <= "
          + MOST_BYTES;

  private static final String ROWS = "SELECT a.* FROM portage_atom a WHERE %s";

  private final Dialect dialect;
  private final StoredValues values;
  private final ShapeRows shapes;
  private final Map<FlowId, FlowHeader> headers = new HashMap<>();
  private final Map<FlowId, List<AtomRecord>> rows = new HashMap<>();
  private final Set<FlowId> broken = new HashSet<>();

  SmallFlows(Dialect dialect, StoredValues values, ShapeRows shapes) {
    this.dialect = dialect;
    this.values = values;
    this.shapes = shapes;
  }

  /** Those of these that can be read and are small. For one call. */
  Map<FlowId, FlowRecord> of(Handle handle, List<FlowId> ids) {
    select(handle, HEADERS.formatted(dialect.isOneOf("f.id")), ids, this::header);
    List<FlowId> found = List.copyOf(headers.keySet());
    select(handle, ROWS.formatted(dialect.isOneOf("a.flow_id")), found, this::row);
    Map<FlowId, FlowRecord> flows = new HashMap<>();
    headers.forEach(
        (id, header) -> {
          if (!broken.contains(id)) {
            add(flows, handle, header);
          }
        });
    return flows;
  }

  private void add(Map<FlowId, FlowRecord> flows, Handle handle, FlowHeader header) {
    try {
      List<AtomRecord> own = rows.getOrDefault(header.id(), List.of());
      flows.put(header.id(), FlowRecord.of(header, shapes.of(handle, header), own));
    } catch (CorruptRecordException e) {
      broken.add(header.id()); // whoever loads it by itself is told
    }
  }

  /** Takes one row. */
  private interface Taking {
    void take(ResultSet cursor) throws SQLException;
  }

  private static void select(Handle handle, String sql, List<FlowId> ids, Taking taking) {
    List<Integer> unused =
        handle
            .createQuery(sql)
            .bind("ids", StoredText.names(ids.stream().map(FlowId::text).toList()))
            .map(
                (cursor, context) -> {
                  taking.take(cursor);
                  return 1;
                })
            .list();
  }

  private void header(ResultSet cursor) throws SQLException {
    try {
      FlowHeader header = HeaderColumns.read(cursor, values);
      headers.put(header.id(), header);
    } catch (CorruptRecordException e) {
      // as above
    }
  }

  private void row(ResultSet cursor) throws SQLException {
    FlowId flow = FlowId.of(cursor.getString("flow_id"));
    try {
      rows.computeIfAbsent(flow, id -> new ArrayList<>())
          .add(AtomColumns.read(cursor, flow, values));
    } catch (CorruptRecordException e) {
      broken.add(flow); // as above
    }
  }
}
