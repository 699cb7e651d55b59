package dev.portage.taskflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** MariaDB and MySQL: times have whole seconds there, unless a table was made otherwise. */
final class MariaSql implements Sql {
  @Override
  public List<String> tables(Handle handle) {
    return handle
        .createQuery(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()")
        .mapTo(String.class)
        .list();
  }

  @Override
  public Map<String, String> columns(Handle handle, String table) {
    Map<String, String> columns = new LinkedHashMap<>();
    handle
        .createQuery(
            "SELECT column_name, column_type FROM information_schema.columns"
                + " WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position")
        .bind(0, table)
        .map((rows, context) -> Map.entry(rows.getString(1), rows.getString(2)))
        .forEach(column -> columns.put(column.getKey(), column.getValue()));
    return columns;
  }

  @Override
  public String read(String column, String type) {
    return type.startsWith("datetime") || type.startsWith("timestamp")
        ? "CAST(" + column + " AS CHAR)"
        : column;
  }

  @Override
  public String write(String name, String type) {
    return ":" + name;
  }

  @Override
  public boolean hasFractions(String type) {
    return type.contains("(6)");
  }

  @Override
  public String inOrder(String column) {
    return "BINARY " + column;
  }

  @Override
  public String locking() {
    return " FOR UPDATE";
  }

  @Override
  public String longText() {
    return "LONGTEXT";
  }
}
