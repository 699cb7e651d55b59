package dev.portage.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A statement that is carried out for many rows of one table at once. The values of a row stand in
 * the order of {@link #bound}.
 *
 * @param kind what is done with the rows
 * @param table whose rows
 * @param values the columns that are written; none for a deletion
 * @param key the columns by which a row is found; for an update with the values that they had
 */
record Bulk(Kind kind, String table, List<Column> values, List<Column> key) {
  /** What is done with the rows. */
  enum Kind {
    /** Adds rows that must not be there. */
    INSERT,
    /** Adds those rows that are not there; the others stay as they are. */
    ADD,
    /** Writes each in place of the one with its key. */
    REPLACE,
    /** Changes columns of rows that must be there. */
    UPDATE,
    /** Removes rows; missing ones are no error. */
    DELETE
  }

  static Bulk insert(String table, List<Column> columns) {
    return new Bulk(Kind.INSERT, table, columns, List.of());
  }

  static Bulk add(String table, List<Column> columns, List<Column> key) {
    return new Bulk(Kind.ADD, table, columns, key);
  }

  static Bulk replace(String table, List<Column> columns, List<Column> key) {
    return new Bulk(Kind.REPLACE, table, columns, key);
  }

  static Bulk update(String table, List<Column> values, List<Column> key) {
    return new Bulk(Kind.UPDATE, table, values, key);
  }

  static Bulk delete(String table, List<Column> key) {
    return new Bulk(Kind.DELETE, table, List.of(), key);
  }

  /** The columns for which each row has a value, or null. */
  List<Column> bound() {
    if (isInsertion()) {
      return values;
    }
    List<Column> bound = new ArrayList<>(values);
    bound.addAll(key);
    return bound;
  }

  /** Whether it may make rows. */
  boolean isInsertion() {
    return kind != Kind.UPDATE && kind != Kind.DELETE;
  }

  /** The names of columns, with commas between. */
  static String names(Collection<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** As many question marks, with commas between. */
  static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }

  /** A condition, or a list of assignments, on columns that equal a question mark each. */
  static String equal(Collection<Column> columns, String between) {
    return columns.stream()
        .map(column -> column.name() + " = ?")
        .collect(Collectors.joining(between));
  }

  /**
   * The statement for one row, as every database takes it.
   *
   * @param present what follows an insertion where the row may be there
   */
  String oneRow(String present) {
    return switch (kind) {
      case UPDATE ->
          "UPDATE " + table + " SET " + equal(values, ", ") + " WHERE " + equal(key, " AND ");
      case DELETE -> "DELETE FROM " + table + " WHERE " + equal(key, " AND ");
      default ->
          "INSERT INTO "
              + table
              + " ("
              + names(values)
              + ") VALUES ("
              + marks(values.size())
              + ")"
              + (kind == Kind.INSERT ? "" : " " + present);
    };
  }

  /** The written columns that are not in the key. */
  List<Column> beside() {
    return values.stream().filter(column -> !key.contains(column)).toList();
  }
}
