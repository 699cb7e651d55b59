package dev.portage.taskflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** SQLite: texts as they are; one writer at a time, so that nothing needs to be locked. */
final class SqliteSql implements Sql {
  @Override
  public List<String> tables(Handle handle) {
    return handle
        .createQuery("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        .mapTo(String.class)
        .list();
  }

  @Override
  public Map<String, String> columns(Handle handle, String table) {
    Map<String, String> columns = new LinkedHashMap<>();
    handle
        .createQuery("SELECT name FROM pragma_table_info(?)")
        .bind(0, table)
        .mapTo(String.class)
        .forEach(name -> columns.put(name, ""));
    return columns;
  }

  @Override
  public String read(String column, String type) {
    return column;
  }

  @Override
  public String write(String name, String type) {
    return ":" + name;
  }

  @Override
  public boolean hasFractions(String type) {
    return true;
  }

  @Override
  public String inOrder(String column) {
    return "CAST(" + column + " AS BLOB)";
  }

  @Override
  public String rowNumber() {
    return "rowid";
  }
}
