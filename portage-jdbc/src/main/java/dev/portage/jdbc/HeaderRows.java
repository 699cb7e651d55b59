package dev.portage.jdbc;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;

/** Reads how flows are, for those who are about to change them. */
final class HeaderRows {
  private static final String ALL = "SELECT * FROM portage_flow WHERE id IN (%s) %s";
  private static final String THERE = "SELECT id FROM portage_flow WHERE id IN (%s)";

  private final Dialect dialect;
  private final BulkRows rows;
  private final StoredValues values;

  HeaderRows(Dialect dialect, BulkRows rows, StoredValues values) {
    this.dialect = dialect;
    this.rows = rows;
    this.values = values;
  }

  /** Could not be read. */
  private static final class ReadFailedException extends JdbiException {
    private static final long serialVersionUID = 1L;

    ReadFailedException(SQLException cause) {
      super("the flows that are to be made could not be looked for", cause);
    }
  }

  /**
   * Locks them too.
   *
   * @param waiting whether to wait for who has locked one now, or to leave that out
   */
  Map<FlowId, FlowHeader> of(Handle handle, Collection<FlowId> flows, boolean waiting) {
    Map<FlowId, FlowHeader> found = new HashMap<>();
    if (flows.isEmpty()) {
      return found;
    }
    List<String> ids = places(flows);
    String sql = ALL.formatted(Bulk.marks(ids.size()), dialect.locking(waiting));
    try (Query select = handle.createQuery(sql)) {
      for (int place = 0; place < ids.size(); place++) {
        select.bind(place, ids.get(place));
      }
      select
          .map((cursor, context) -> HeaderColumns.read(cursor, values))
          .forEach(header -> found.put(header.id(), header));
    }
    return found;
  }

  /** The same of flows of which probably none is there. */
  Map<FlowId, FlowHeader> ofThoseThere(Handle handle, Collection<FlowId> flows) {
    if (flows.isEmpty()) {
      return Map.of();
    }
    List<String> ids = places(flows);
    List<FlowId> there = new ArrayList<>();
    String sql = rows.named(THERE.formatted(Bulk.marks(ids.size())));
    try (PreparedStatement select = handle.getConnection().prepareStatement(sql)) {
      for (int place = 0; place < ids.size(); place++) {
        select.setString(place + 1, ids.get(place));
      }
      try (ResultSet cursor = select.executeQuery()) {
        while (cursor.next()) {
          there.add(FlowId.of(cursor.getString(1)));
        }
      }
    } catch (SQLException e) {
      throw new ReadFailedException(e);
    }
    return of(handle, there, true);
  }

  /** Sorted, for whoever locks them; the last is repeated so that there are few statements. */
  private static List<String> places(Collection<FlowId> flows) {
    List<String> ids = new ArrayList<>(flows.stream().map(FlowId::text).sorted().toList());
    String last = ids.get(ids.size() - 1);
    int places = Integer.highestOneBit(Math.max(1, 2 * ids.size() - 1));
    while (ids.size() < places) {
      ids.add(last);
    }
    return ids;
  }
}
