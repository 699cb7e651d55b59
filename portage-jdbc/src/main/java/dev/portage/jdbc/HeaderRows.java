package dev.portage.jdbc;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;

/** Reads how flows are, for those who are about to change them. */
final class HeaderRows {
  private static final String ALL = "SELECT * FROM portage_flow WHERE id IN (%s) %s";
  private static final String THERE =
      "SELECT 'flow', id FROM portage_flow WHERE id IN (%s)"
          + " UNION ALL SELECT 'shape', digest FROM portage_shape WHERE digest IN (%s)";

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
    List<String> ids = places(flows.stream().map(FlowId::text));
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

  /**
   * What is there of what flows that are to be made are about.
   *
   * @param flows those that are there, as a rule none
   * @param shapes the digests of those that are stored, as a rule all
   */
  record There(List<FlowId> flows, Set<String> shapes) {
    static final There NOTHING = new There(List.of(), Set.of());
  }

  /** Looks, in one question, for flows that are to be made. */
  There there(Handle handle, List<WriteRows> made) {
    if (made.isEmpty()) {
      return There.NOTHING;
    }
    List<String> ids = places(made.stream().map(write -> write.flow().text()));
    List<String> digests = places(made.stream().map(write -> write.shape().digest()).distinct());
    String sql = rows.named(THERE.formatted(Bulk.marks(ids.size()), Bulk.marks(digests.size())));
    There there = new There(new ArrayList<>(), new HashSet<>());
    try (PreparedStatement select = handle.getConnection().prepareStatement(sql)) {
      int place = 1;
      for (String id : ids) {
        select.setString(place++, id);
      }
      for (String digest : digests) {
        select.setString(place++, digest);
      }
      try (ResultSet cursor = select.executeQuery()) {
        while (cursor.next()) {
          if (cursor.getString(1).equals("flow")) {
            there.flows.add(FlowId.of(cursor.getString(2)));
          } else {
            there.shapes.add(cursor.getString(2));
          }
        }
      }
    } catch (SQLException e) {
      throw new ReadFailedException(e);
    }
    return there;
  }

  /** Sorted, for whoever locks them; the last is repeated so that there are few statements. */
  private static List<String> places(Stream<String> values) {
    List<String> sorted = new ArrayList<>(values.sorted().toList());
    String last = sorted.get(sorted.size() - 1);
    int places = Integer.highestOneBit(Math.max(1, 2 * sorted.size() - 1));
    while (sorted.size() < places) {
      sorted.add(last);
    }
    return sorted;
  }
}
