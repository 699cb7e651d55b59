package dev.portage.taskflow;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** MariaDB and MySQL: times have whole seconds there, unless a table was made otherwise. */
final class MariaSql implements Sql {
  private static final InformationSchema SCHEMA =
      new InformationSchema("DATABASE()", "column_type");

  @Override
  public List<String> tables(Handle handle) {
    return SCHEMA.tables(handle);
  }

  @Override
  public Map<String, String> columns(Handle handle, String table) {
    return SCHEMA.columns(handle, table);
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
