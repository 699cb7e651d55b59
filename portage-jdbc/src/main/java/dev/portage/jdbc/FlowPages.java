package dev.portage.jdbc;

import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Headers page by page. What a query says of metadata is looked at here: a database sees only what
 * codecs have made of it.
 */
final class FlowPages {
  private static final String PAGE =
      "SELECT f.* FROM portage_flow f WHERE %s AND %s ORDER BY f.id LIMIT %d";
  private static final int AT_ONCE = 1000;

  private final Dialect dialect;
  private final StoredValues values;

  FlowPages(Dialect dialect, StoredValues values) {
    this.dialect = dialect;
    this.values = values;
  }

  /** A row of a page: its id even if it is not meant after all, or cannot be read. */
  private record Found(String id, @Nullable FlowHeader header) {
    static Found read(ResultSet cursor, StoredValues values, FlowQuery query) throws SQLException {
      String id = cursor.getString("id");
      try {
        FlowHeader header = HeaderColumns.read(cursor, values);
        return new Found(id, query.traits().describes(header) ? header : null);
      } catch (CorruptRecordException e) {
        // as FlowReader.find promises: left out here, told by unreadable
        return new Found(id, null);
      }
    }
  }

  /** Goes on until the page is full: rows that cannot be read must not look like its end. */
  List<FlowHeader> find(Handle handle, FlowQuery query) {
    List<FlowHeader> headers = new ArrayList<>();
    FlowId first = query.page().after();
    String after = first == null ? null : first.text();
    int missing = query.page().limit();
    while (missing > 0) {
      List<Found> page = page(handle, query, after, missing);
      for (Found found : page) {
        if (found.header() != null) {
          headers.add(found.header());
        }
        after = found.id();
      }
      boolean isLast = page.size() < missing;
      missing = isLast ? 0 : query.page().limit() - headers.size();
    }
    return headers;
  }

  private List<Found> page(Handle handle, FlowQuery query, @Nullable String after, int limit) {
    FlowConditions conditions = FlowConditions.of(query, dialect);
    String sql = PAGE.formatted(conditions.sql(), FlowConditions.after(after == null), limit);
    try (Query select = handle.createQuery(sql)) {
      conditions.bind(select);
      return select
          .bind("after", after)
          .map((cursor, context) -> Found.read(cursor, values, query))
          .list();
    }
  }

  /**
   * A query for the same flows, in which nothing is said of metadata: they are named instead. Empty
   * if there are none.
   */
  Optional<FlowQuery> inSql(Handle handle, FlowQuery query) {
    if (query.traits().meta().isEmpty()) {
      return Optional.of(query);
    }
    List<FlowId> ids = new ArrayList<>();
    FlowQuery first = query.after(null).limit(AT_ONCE);
    for (List<FlowHeader> page = find(handle, first); !page.isEmpty(); ) {
      page.forEach(header -> ids.add(header.id()));
      page = find(handle, first.after(page.get(page.size() - 1).id()));
    }
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(query.only(ids).like(query.traits().with(Map.of())));
  }
}
