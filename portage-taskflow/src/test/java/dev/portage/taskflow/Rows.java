package dev.portage.taskflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;

/**
 * Every column of every row of TaskFlow's tables, with the type that it is stored as.
 *
 * @param byId by table and uuid, then by column
 */
record Rows(Map<String, Map<String, String>> byId) {
  static Rows of(Path file) {
    return of(Jdbi.create("jdbc:sqlite:" + file), "typeof(%1$s) || ':' || coalesce(%1$s, '')");
  }

  static Rows of(Jdbi jdbi, String form) {
    Map<String, Map<String, String>> rows = new TreeMap<>();
    for (String table : List.of("logbooks", "flowdetails", "atomdetails")) {
      jdbi.useHandle(
          handle -> {
            List<String> columns =
                new ArrayList<>(
                    handle
                        .createQuery("SELECT * FROM " + table + " WHERE 1 = 0")
                        .scanResultSet(
                            (results, context) -> {
                              List<String> names = new ArrayList<>();
                              try (var found = results.get()) {
                                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                                  names.add(found.getMetaData().getColumnName(i));
                                }
                              }
                              return names;
                            }));
            String all = String.join(", ", columns.stream().map(form::formatted).toList());
            handle
                .createQuery("SELECT uuid, " + all + " FROM " + table)
                .map(
                    (row, context) -> {
                      Map<String, String> values = new TreeMap<>();
                      for (int i = 0; i < columns.size(); i++) {
                        values.put(columns.get(i), String.valueOf(row.getString(i + 2)));
                      }
                      rows.put(table + " " + row.getString(1), values);
                      return values;
                    })
                .list();
          });
    }
    return new Rows(rows);
  }

  /** The row of the only atom of that name. */
  Map<String, String> atom(String name) {
    return byId.entrySet().stream()
        .filter(row -> row.getKey().startsWith("atomdetails "))
        .map(Map.Entry::getValue)
        .filter(row -> String.valueOf(row.get("name")).endsWith(":" + name))
        .reduce(
            (one, other) -> {
              throw new AssertionError("two rows are called " + name);
            })
        .orElseThrow(() -> new AssertionError("no row is called " + name));
  }

  /** What differs: {@code name.column}, {@code +name} and {@code -name}. */
  Set<String> changes(Rows later) {
    Set<String> changes = new TreeSet<>();
    byId.forEach(
        (id, row) -> {
          Map<String, String> now = later.byId.get(id);
          if (now == null) {
            changes.add("-" + name(row));
          } else {
            row.forEach(
                (column, value) -> {
                  if (!Objects.equals(value, now.get(column))) {
                    changes.add(name(row) + "." + column);
                  }
                });
          }
        });
    later.byId.forEach(
        (id, row) -> {
          if (!byId.containsKey(id)) {
            changes.add("+" + name(row));
          }
        });
    return changes;
  }

  private static String name(Map<String, String> row) {
    String name = String.valueOf(row.get("name"));
    return name.substring(name.indexOf(':') + 1);
  }
}
