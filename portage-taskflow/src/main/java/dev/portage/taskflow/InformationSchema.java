package dev.portage.taskflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What a server says of the tables in the schema that a connection is in.
 *
 * @param current an expression: the name of that schema
 * @param type the column that has the names of types
 */
record InformationSchema(String current, String type) {
  /** See {@link Sql#tables}. */
  List<String> tables(Handle handle) {
    return handle
        .createQuery(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = " + current)
        .mapTo(String.class)
        .list();
  }

  /** See {@link Sql#columns}. */
  Map<String, String> columns(Handle handle, String table) {
    Map<String, String> columns = new LinkedHashMap<>();
    handle
        .createQuery(
            "SELECT column_name, "
                + type
                + " FROM information_schema.columns WHERE table_schema = "
                + current
                + " AND table_name = ? ORDER BY ordinal_position")
        .bind(0, table)
        .map((rows, context) -> Map.entry(rows.getString(1), rows.getString(2)))
        .forEach(column -> columns.put(column.getKey(), column.getValue()));
    return columns;
  }
}
