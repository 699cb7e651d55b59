package dev.portage.taskflow;

import dev.portage.store.PayloadException;
import dev.portage.store.StoreUnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Changes rows of TaskFlow's tables, no column but those that it is told. Used by one thread. */
record RowWriter(Handle handle, Sql sql, Tables tables) {
  /** What a column means that is not there. */
  private static final Set<String> USUAL = Set.of("EXECUTE", "TASK_DETAIL");

  /** The columns in which a row is to be another. */
  static Map<String, @Nullable String> difference(Row row, Map<String, @Nullable String> columns) {
    Map<String, @Nullable String> changes = new LinkedHashMap<>();
    columns.forEach(
        (column, text) -> {
          if (!Objects.equals(text, row.text(column))) {
            changes.put(column, text);
          }
        });
    return changes;
  }

  void update(String table, Row row, Map<String, @Nullable String> changes) {
    Map<String, @Nullable String> kept = kept(table, changes);
    if (kept.isEmpty()) {
      return;
    }
    String sets =
        kept.keySet().stream()
            .map(column -> column + " = " + place(table, column))
            .collect(Collectors.joining(", "));
    Update update = handle.createUpdate("UPDATE " + table + " SET " + sets + " WHERE uuid = :row_");
    kept.forEach((column, text) -> update.bind(column, text));
    requireOne(update.bind("row_", row.required("uuid")).execute(), table, row);
  }

  void insert(String table, Map<String, @Nullable String> columns) {
    Map<String, @Nullable String> kept = kept(table, columns);
    Update insert =
        handle.createUpdate(
            "INSERT INTO "
                + table
                + " ("
                + String.join(", ", kept.keySet())
                + ") VALUES ("
                + kept.keySet().stream()
                    .map(column -> place(table, column))
                    .collect(Collectors.joining(", "))
                + ")");
    kept.forEach((column, text) -> insert.bind(column, text));
    insert.execute();
  }

  void delete(String table, Row row) {
    int found =
        handle
            .createUpdate("DELETE FROM " + table + " WHERE uuid = :row")
            .bind("row", row.required("uuid"))
            .execute();
    requireOne(found, table, row);
  }

  private String place(String table, String column) {
    return sql.write(column, tables.types(table).getOrDefault(column, ""));
  }

  /** Without columns that the table does not have and nobody misses. */
  private Map<String, @Nullable String> kept(String table, Map<String, @Nullable String> columns) {
    Map<String, @Nullable String> kept = new LinkedHashMap<>();
    columns.forEach(
        (column, text) -> {
          if (tables.types(table).containsKey(column)) {
            kept.put(column, text);
          } else if (text != null && !USUAL.contains(text)) {
            throw new PayloadException(
                "table " + table + " has no column " + column + " to store '" + text + "' in",
                null);
          }
        });
    return kept;
  }

  private static void requireOne(int found, String table, Row row) {
    if (found != 1) {
      throw new StoreUnavailableException(
          "a row of table "
              + table
              + " was to be written, "
              + found
              + " have its uuid '"
              + row.required("uuid")
              + "'; nothing was written");
    }
  }
}
