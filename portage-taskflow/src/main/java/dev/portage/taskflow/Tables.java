package dev.portage.taskflow;

import dev.portage.store.NameTemplates;
import dev.portage.store.UnusableStoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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

/** The three tables of a TaskFlow database, to be read. */
final class Tables {
  /** How much of a row is read. */
  enum Depth {
    /** Everything. */
    WHOLE,
    /** No value but inputs and histories; of a result or failure only whether it is there. */
    POSITION
  }

  static final String LOGBOOKS = "logbooks";
  static final String FLOWS = "flowdetails";
  static final String ATOMS = "atomdetails";
  private static final int AT_ONCE = 500;
  private static final Map<String, List<String>> COLUMNS = columns();

  /** What TaskFlow's first versions did not have; read as NULL where it is missing. */
  private static final Set<String> LATER =
      Set.of("intention", "atom_type", "revert_results", "revert_failure");

  private final Sql sql;
  private final Journal journal;
  private final NameTemplates names;
  private final KnownShapes shapes = new KnownShapes();
  private final Map<String, Map<String, String>> types = new HashMap<>();

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
  Tables(Handle handle, Database database, Journal journal, NameTemplates names) {
    this.sql = database.sql();
    this.journal = journal;
    this.names = names;
    Set<String> found = new TreeSet<>(sql.tables(handle));
    if (!found.containsAll(COLUMNS.keySet())) {
      throw new UnusableStoreException(
          database
              + " is not a TaskFlow database\n  tables expected: "
              + String.join(", ", COLUMNS.keySet())
              + "\n  tables found: "
              + (found.isEmpty() ? "none" : String.join(", ", found)));
    }
    COLUMNS.forEach((table, columns) -> prepare(handle, database, table));
  }

  private void prepare(Handle handle, Database database, String table) {
    Map<String, String> found = sql.columns(handle, table);
    List<String> columns = COLUMNS.getOrDefault(table, List.of());
    Set<String> missing = new TreeSet<>(columns);
    missing.removeAll(found.keySet());
    if (!LATER.containsAll(missing)) {
      throw new UnusableStoreException(
          database
              + " is not a TaskFlow database that can be read: table "
              + table
              + " lacks columns\n  expected: "
              + String.join(", ", columns)
              + "\n  found: "
              + String.join(", ", new TreeSet<>(found.keySet())));
    }
    types.put(table, found);
  }

  /** The columns of a table with their types, also those that TaskFlow does not know. */
  Map<String, String> types(String table) {
    return types.getOrDefault(table, Map.of());
  }

  /** The columns that are read: those that are there, and those that should be. */
  Set<String> columns(String table) {
    Set<String> all = new TreeSet<>(COLUMNS.getOrDefault(table, List.of()));
    all.addAll(types(table).keySet());
    return all;
  }

  private String select(String table, Depth depth) {
    return columns(table).stream()
        .map(column -> value(table, column, depth) + " AS " + column)
        .collect(Collectors.joining(", "));
  }

  private String value(String table, String column, Depth depth) {
    String type = types(table).get(column);
    if (type == null) {
      return "NULL";
    }
    String text = sql.read(column, type);
    if (depth == Depth.WHOLE || !table.equals(ATOMS)) {
      return text;
    }
    return switch (column) {
      case "revert_results", "revert_failure" -> "NULL";
      case "failure" -> "CASE WHEN " + text + " <> 'null' THEN '{}' END";
      case "results" ->
          "CASE WHEN "
              + text
              + " IS NULL OR "
              + text
              + " = 'null' THEN NULL WHEN name = '"
              + StoredFlow.INJECTOR
              + "'"
              + (types(table).containsKey("atom_type") ? " OR atom_type = 'RETRY_DETAIL'" : "")
              + " THEN "
              + text
              + " ELSE '0' END";
      default -> text;
    };
  }

  /** Hands over every flow, sorted by the bytes of its id; memory holds one of them. */
  void each(Handle handle, Depth depth, Consumer<StoredFlow> consumer) {
    merge(handle, depth, null, consumer);
  }

  /** Hands over these flows with all that is stored of them, likewise; missing ones not. */
  void some(Handle handle, Collection<String> ids, Consumer<StoredFlow> consumer) {
    List<String> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<String> few = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      merge(handle, Depth.WHOLE, few, consumer);
    }
  }

  private void merge(
      Handle handle, Depth depth, @Nullable List<String> ids, Consumer<StoredFlow> consumer) {
    try (ResultIterator<Row> flows = rows(handle, FLOWS, depth, ids);
        ResultIterator<Row> atoms = rows(handle, ATOMS, depth, ids)) {
      boolean hasPast = journal.isThere(handle);
      @Nullable Row atom = next(atoms);
      while (flows.hasNext()) {
        Row flow = flows.next();
        List<Row> own = new ArrayList<>();
        while (atom != null && order(atom, flow) <= 0) {
          if (order(atom, flow) == 0) {
            own.add(atom);
          }
          atom = next(atoms);
        }
        Row logbook = depth == Depth.WHOLE ? logbook(handle, flow) : null;
        Journal.Past past = hasPast ? journal.last(handle, flow.flow()) : null;
        consumer.accept(new StoredFlow(flow, logbook, own, past, names, shapes));
      }
    }
  }

  private @Nullable Row logbook(Handle handle, Row flow) {
    List<String> id = List.of(Row.label(flow.bytes("parent_uuid")));
    try (ResultIterator<Row> rows = rows(handle, LOGBOOKS, Depth.WHOLE, id)) {
      return next(rows);
    }
  }

  private static @Nullable Row next(ResultIterator<Row> rows) {
    return rows.hasNext() ? rows.next() : null;
  }

  private static int order(Row atom, Row flow) {
    return Arrays.compareUnsigned(atom.bytes("parent_uuid"), flow.bytes("uuid"));
  }

  /** Lets nobody else change these flows until the end of the transaction. */
  void lock(Handle handle, Collection<String> ids) {
    if (!sql.locking().isEmpty()) {
      for (String table : List.of(FLOWS, ATOMS)) {
        String key = table.equals(ATOMS) ? "parent_uuid" : "uuid";
        handle
            .createQuery(
                "SELECT uuid FROM " + table + " WHERE " + key + " IN (<ids>)" + sql.locking())
            .bindList("ids", List.copyOf(ids))
            .mapTo(String.class)
            .list();
      }
    }
  }

  private ResultIterator<Row> rows(
      Handle handle, String table, Depth depth, @Nullable List<String> ids) {
    String key = table.equals(ATOMS) ? "parent_uuid" : "uuid";
    Query query =
        handle.createQuery(
            "SELECT "
                + sql.rowNumber()
                + " AS row_number_, "
                + select(table, depth)
                + " FROM "
                + table
                + (ids == null ? " WHERE " + key + " IS NOT NULL" : " WHERE " + key + " IN (<ids>)")
                + " ORDER BY "
                + sql.inOrder(key)
                + (sql.rowNumber().equals("rowid") ? ", rowid" : ", created_at, uuid"));
    if (ids != null) {
      query.bindList("ids", ids);
    }
    Set<String> columns = columns(table);
    return query
        .setFetchSize(AT_ONCE)
        .map((RowView view) -> row(table, key, columns, view))
        .iterator();
  }

  private Row row(String table, String key, Set<String> columns, RowView view) {
    Map<String, byte @Nullable []> values = new HashMap<>();
    for (String column : columns) {
      values.put(column, bytes(column, view));
    }
    Long number = view.getColumn("row_number_", Long.class);
    String place =
        "table " + table + (number == null || number == 0 ? "" : ", row " + number) + name(values);
    return new Row(Row.label(values.get(key)), place, values);
  }

  /** Only SQLite has bytes that are no text. */
  private byte @Nullable [] bytes(String column, RowView view) {
    if (sql instanceof SqliteSql) {
      return view.getColumn(column, byte[].class);
    }
    String text = view.getColumn(column, String.class);
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static String name(Map<String, byte @Nullable []> values) {
    return values.get("name") == null ? "" : " ('" + Row.label(values.get("name")) + "')";
  }
}
