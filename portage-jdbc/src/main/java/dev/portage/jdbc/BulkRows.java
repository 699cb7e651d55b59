package dev.portage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a {@link Bulk} statement in one exchange with the database, in the transaction of a
 * handle. It speaks to the driver itself: this is where a store spends its time.
 */
final class BulkRows {
  private final Dialect dialect;
  private final TableNames tables;

  BulkRows(Dialect dialect, TableNames tables) {
    this.dialect = dialect;
    this.tables = tables;
  }

  /** A failure of the database. */
  static final class BulkFailedException extends JdbiException {
    private static final long serialVersionUID = 1L;

    BulkFailedException(Bulk bulk, SQLException cause) {
      super(bulk.kind() + " of rows of " + bulk.table() + " failed", cause);
    }
  }

  /**
   * Carries it out for these rows, if there are any.
   *
   * @return how many rows were found or made, or less than 0 where the driver does not say
   */
  int execute(Handle handle, Bulk bulk, List<@Nullable Object[]> rows) {
    if (rows.isEmpty()) {
      return 0;
    }
    Connection connection = handle.getConnection();
    try (PreparedStatement statement = connection.prepareStatement(tables.in(dialect.sql(bulk)))) {
      return dialect.takesArrays()
          ? arrays(connection, statement, bulk, rows)
          : batch(statement, bulk, rows);
    } catch (SQLException e) {
      throw new BulkFailedException(bulk, e);
    }
  }

  private static int arrays(
      Connection connection, PreparedStatement statement, Bulk bulk, List<@Nullable Object[]> rows)
      throws SQLException {
    List<Column> columns = bulk.bound();
    for (int c = 0; c < columns.size(); c++) {
      Column.Type type = columns.get(c).type();
      @Nullable Object[] values =
          type == Column.Type.BYTES ? new byte[rows.size()][] : new Object[rows.size()];
      for (int r = 0; r < values.length; r++) {
        values[r] = rows.get(r)[c];
      }
      statement.setArray(c + 1, connection.createArrayOf(type.postgres(), values));
    }
    return statement.executeUpdate();
  }

  private static int batch(PreparedStatement statement, Bulk bulk, List<@Nullable Object[]> rows)
      throws SQLException {
    List<Column> columns = bulk.bound();
    for (@Nullable Object[] row : rows) {
      for (int c = 0; c < columns.size(); c++) {
        bind(statement, c + 1, columns.get(c).type(), row[c]);
      }
      statement.addBatch();
    }
    int all = 0;
    for (int count : statement.executeBatch()) {
      all = count < 0 || all < 0 ? -1 : all + count;
    }
    return all;
  }

  private static void bind(
      PreparedStatement statement, int place, Column.Type type, @Nullable Object value)
      throws SQLException {
    switch (type) {
      case TEXT -> statement.setString(place, (String) value);
      case BYTES -> statement.setBytes(place, (byte[]) value);
      case LONG -> number(statement, place, Types.BIGINT, (Number) value);
      case INT -> number(statement, place, Types.INTEGER, (Number) value);
    }
  }

  private static void number(
      PreparedStatement statement, int place, int type, @Nullable Number value)
      throws SQLException {
    if (value == null) {
      statement.setNull(place, type);
    } else {
      statement.setLong(place, value.longValue());
    }
  }
}
