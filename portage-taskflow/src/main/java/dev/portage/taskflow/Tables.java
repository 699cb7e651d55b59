package dev.portage.taskflow;

import dev.portage.store.UnusableStoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The three tables of a TaskFlow database. */
final class Tables {
  /** How much of a row is read. */
  enum Depth {
    /** Everything. */
    WHOLE,
    /** No value but inputs and histories; of a result or failure only whether it is there. */
    POSITION
  }

  private static final String LOGBOOKS = "logbooks";
  private static final String FLOWS = "flowdetails";
  private static final String ATOMS = "atomdetails";
  private static final Map<String, List<String>> COLUMNS = columns();

  /** What TaskFlow's first versions did not have; read as NULL where it is missing. */
  private static final Set<String> LATER =
      Set.of("intention", "atom_type", "revert_results", "revert_failure");

  private final Map<String, String> whole = new HashMap<>();
  private final Map<String, String> position = new HashMap<>();

  private static Map<String, List<String>> columns() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    columns.put(LOGBOOKS, List.of("uuid", "name", "meta", "created_at", "updated_at"));
    columns.put(
        FLOWS, List.of("uuid", "parent_uuid", "name", "state", "meta", "created_at", "updated_at"));
    columns.put(
        ATOMS,
        List.of(
            "uuid",
            "parent_uuid",
            "name",
            "atom_type",
            "version",
            "state",
            "intention",
            "meta",
            "results",
            "failure",
            "revert_results",
            "revert_failure",
            "created_at",
            "updated_at"));
    return columns;
  }

  /** Finds the tables of TaskFlow; refuses a database that does not have them. */
  Tables(Handle handle, TaskflowFile file) {
    Set<String> found =
        new TreeSet<>(
            handle
                .createQuery("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
                .mapTo(String.class)
                .list());
    if (!found.containsAll(COLUMNS.keySet())) {
      throw new UnusableStoreException(
          file
              + " is not a TaskFlow database\n  tables expected: "
              + String.join(", ", COLUMNS.keySet())
              + "\n  tables found: "
              + (found.isEmpty() ? "none" : String.join(", ", found)));
    }
    String encoding = handle.createQuery("PRAGMA encoding").mapTo(String.class).one();
    if (!encoding.equals("UTF-8")) {
      throw new UnusableStoreException(
          file + " has texts in " + encoding + ", expected UTF-8, which TaskFlow writes");
    }
    COLUMNS.forEach((table, columns) -> prepare(handle, file, table));
  }

  private void prepare(Handle handle, TaskflowFile file, String table) {
    Set<String> found =
        new TreeSet<>(
            handle
                .createQuery("SELECT name FROM pragma_table_info(?)")
                .bind(0, table)
                .mapTo(String.class)
                .list());
    List<String> columns = COLUMNS.getOrDefault(table, List.of());
    Set<String> missing = new TreeSet<>(columns);
    missing.removeAll(found);
    if (!LATER.containsAll(missing)) {
      throw new UnusableStoreException(
          file
              + " is not a TaskFlow database that can be read: table "
              + table
              + " lacks columns\n  expected: "
              + String.join(", ", columns)
              + "\n  found: "
              + String.join(", ", found));
    }
    whole.put(table, select(columns, missing, Depth.WHOLE));
    position.put(table, select(columns, missing, Depth.POSITION));
  }

  private static String select(List<String> columns, Set<String> missing, Depth depth) {
    return columns.stream()
        .map(c -> (missing.contains(c) ? "NULL" : value(c, missing, depth)) + " AS " + c)
        .collect(Collectors.joining(", "));
  }

  private static String value(String column, Set<String> missing, Depth depth) {
    if (depth == Depth.WHOLE) {
      return column;
    }
    return switch (column) {
      case "revert_results", "revert_failure" -> "NULL";
      case "failure" -> "CASE WHEN failure IS NOT NULL THEN '{}' END";
      case "results" ->
          "CASE WHEN results IS NULL THEN NULL WHEN name = '"
              + StoredFlow.INJECTOR
              + "'"
              + (missing.contains("atom_type") ? "" : " OR atom_type = 'RETRY_DETAIL'")
              + " THEN results ELSE 'null' END";
      default -> column;
    };
  }

  /** Hands over each flow, in no order; with an id only that one, if it is there. */
  void each(Handle handle, Depth depth, @Nullable String id, Consumer<StoredFlow> consumer) {
    Map<String, Row> logbooks = byUuid(rows(handle, LOGBOOKS, depth, null));
    Map<String, Row> flows = byUuid(rows(handle, FLOWS, depth, id));
    List<Row> atoms = new ArrayList<>();
    String last = null;
    try (ResultIterator<Row> rows = query(handle, ATOMS, depth, id)) {
      while (rows.hasNext()) {
        Row row = rows.next();
        if (last != null && !last.equals(row.flow())) {
          hand(flows.remove(last), logbooks, atoms, consumer);
          atoms.clear();
        }
        last = row.flow();
        atoms.add(row);
      }
    }
    if (last != null) {
      hand(flows.remove(last), logbooks, atoms, consumer);
    }
    flows.values().forEach(flow -> hand(flow, logbooks, List.of(), consumer));
  }

  private static void hand(
      @Nullable Row flow, Map<String, Row> logbooks, List<Row> atoms, Consumer<StoredFlow> to) {
    if (flow != null) {
      to.accept(new StoredFlow(flow, logbooks.get(Row.label(flow.bytes("parent_uuid"))), atoms));
    }
  }

  private static Map<String, Row> byUuid(List<Row> rows) {
    Map<String, Row> map = new LinkedHashMap<>();
    rows.forEach(row -> map.put(Row.label(row.bytes("uuid")), row));
    return map;
  }

  private List<Row> rows(Handle handle, String table, Depth depth, @Nullable String id) {
    List<Row> rows = new ArrayList<>();
    try (ResultIterator<Row> found = query(handle, table, depth, id)) {
      found.forEachRemaining(rows::add);
    }
    return rows;
  }

  private ResultIterator<Row> query(Handle handle, String table, Depth depth, @Nullable String id) {
    String key = table.equals(ATOMS) ? "parent_uuid" : "uuid";
    Query query =
        handle.createQuery(
            "SELECT rowid AS row_number, "
                + (depth == Depth.WHOLE ? whole : position).get(table)
                + " FROM "
                + table
                + (id == null ? "" : " WHERE " + key + " = :id")
                + " ORDER BY "
                + key
                + ", rowid");
    if (id != null) {
      query.bind("id", id);
    }
    return query.map((RowView view) -> row(table, key, view)).iterator();
  }

  private static Row row(String table, String key, RowView view) {
    Map<String, byte @Nullable []> values = new HashMap<>();
    for (String column : COLUMNS.getOrDefault(table, List.of())) {
      values.put(column, view.getColumn(column, byte[].class));
    }
    String place =
        "table " + table + ", row " + view.getColumn("row_number", Long.class) + name(values);
    return new Row(Row.label(values.get(key)), place, values);
  }

  private static String name(Map<String, byte @Nullable []> values) {
    return values.get("name") == null ? "" : " ('" + Row.label(values.get("name")) + "')";
  }
}
