package dev.portage.taskflow;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How one kind of database is spoken to about TaskFlow's tables. Stateless. */
interface Sql {
  /** The names of the tables that can be seen. */
  List<String> tables(Handle handle);

  /** The columns of a table with the names of their types, in the table's order. */
  Map<String, String> columns(Handle handle, String table);

  /** The bytes of a column, as text in the form that TaskFlow's SQLite files have it. */
  String read(String column, String type);

  /** The place of a text of that form in a statement that writes. */
  String write(String name, String type);

  /** What stands for Python's None in a column of that type; null is SQL NULL. */
  default @Nullable String none(String type) {
    return null;
  }

  /** Whether times in a column of that type have fractions of seconds. */
  boolean hasFractions(String type);

  /** The order of the bytes of an id. */
  String inOrder(String column);

  /** A number that tells rows of a table apart, for messages. */
  default String rowNumber() {
    return "0";
  }

  /** What a query ends with whose rows nobody else may change until the end. */
  default String locking() {
    return "";
  }

  /** The type of a long text. */
  default String longText() {
    return "TEXT";
  }
}
