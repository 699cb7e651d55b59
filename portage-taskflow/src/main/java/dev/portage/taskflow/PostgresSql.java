package dev.portage.taskflow;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: JSON, times and enumerations have types of their own there. */
final class PostgresSql implements Sql {
  private static final InformationSchema SCHEMA =
      new InformationSchema("current_schema()", "udt_name");

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
    return isTime(type)
        ? "to_char(" + column + ", 'YYYY-MM-DD HH24:MI:SS.US')"
        : "CAST(" + column + " AS text)";
  }

  private static boolean isTime(String type) {
    return type.startsWith("timestamp");
  }

  @Override
  public String write(String name, String type) {
    return "CAST(:" + name + " AS \"" + type + "\")";
  }

  /** TaskFlow writes JSON null there. */
  @Override
  public @Nullable String none(String type) {
    return type.equals("json") || type.equals("jsonb") ? "null" : null;
  }

  @Override
  public boolean hasFractions(String type) {
    return true;
  }

  @Override
  public String inOrder(String column) {
    return column + " COLLATE \"C\"";
  }

  @Override
  public String locking() {
    return " FOR UPDATE";
  }
}
