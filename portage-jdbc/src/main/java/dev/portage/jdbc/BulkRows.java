package dev.portage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a {@link Bulk} statement in one exchange with the database, in the transaction of a
 * handle. It speaks to the driver itself: this is where a store spends its time.
 */
final class BulkRows {
  /** So few rows are sent one by one even where arrays can be: the server has less to unpack. */
  private static final int FEW = 2;

  private static final BitSet NONE = new BitSet();

  private final Dialect dialect;
  private final TableNames tables;
  private final Map<Statement, String> statements = new ConcurrentHashMap<>();
  private final KeptStatements kept = new KeptStatements();

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

  /** A statement with the tables' own names. */
  String named(String sql) {
    return tables.in(sql);
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
    boolean asArrays = dialect.takesArrays() && rows.size() > FEW;
    BitSet given = asArrays ? given(bulk, rows) : NONE;
    String sql = statements.computeIfAbsent(new Statement(bulk, given), this::sql);
    try {
      if (!dialect.cachesStatements()) {
        return batch(kept.of(connection, sql), bulk, rows);
      }
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        return asArrays ? arrays(statement, bulk, given, rows) : batch(statement, bulk, rows);
      }
    } catch (SQLException e) {
      kept.forget();
      throw new BulkFailedException(bulk, e);
    }
  }

  /**
   * The text of a statement depends on this.
   *
   * @param given the columns that go as arrays; none if it is for one row at a time
   */
  private record Statement(Bulk bulk, BitSet given) {}

  private String sql(Statement statement) {
    if (statement.given().isEmpty()) {
      return tables.in(dialect.sql(statement.bulk()));
    }
    List<Column> bound = statement.bulk().bound();
    List<Column> given = statement.given().stream().mapToObj(bound::get).toList();
    return tables.in(dialect.arrays(statement.bulk(), given));
  }

  /** Which columns are bound as arrays: of an insertion, what no row has is left out. */
  private static BitSet given(Bulk bulk, List<@Nullable Object[]> rows) {
    BitSet given = new BitSet();
    int columns = bulk.bound().size();
    given.set(0, bulk.isInsertion() ? 0 : columns);
    for (int c = given.nextClearBit(0); c < columns; c++) {
      given.set(c, has(rows, c));
    }
    return given;
  }

  private static boolean has(List<@Nullable Object[]> rows, int column) {
    for (@Nullable Object[] row : rows) {
      if (row[column] != null) {
        return true;
      }
    }
    return false;
  }

  private static int arrays(
      PreparedStatement statement, Bulk bulk, BitSet given, List<@Nullable Object[]> rows)
      throws SQLException {
    Connection connection = statement.getConnection();
    List<Column> columns = bulk.bound();
    int place = 1;
    for (int c = given.nextSetBit(0); c >= 0; c = given.nextSetBit(c + 1)) {
      Column.Type type = columns.get(c).type();
      @Nullable Object[] values =
          type == Column.Type.BYTES ? new byte[rows.size()][] : new Object[rows.size()];
      for (int r = 0; r < values.length; r++) {
        values[r] = rows.get(r)[c];
      }
      statement.setArray(place++, connection.createArrayOf(type.postgres(), values));
    }
    return statement.executeUpdate();
  }

  private static int batch(PreparedStatement statement, Bulk bulk, List<@Nullable Object[]> rows)
      throws SQLException {
    List<Column> columns = bulk.bound();
    if (rows.size() == 1) {
      bind(statement, columns, rows.get(0));
      return statement.executeUpdate(); // of which every driver says how many rows it found
    }
    for (@Nullable Object[] row : rows) {
      bind(statement, columns, row);
      statement.addBatch();
    }
    int all = 0;
    for (int count : statement.executeBatch()) {
      all = count < 0 || all < 0 ? -1 : all + count;
    }
    return all;
  }

  private static void bind(
      PreparedStatement statement, List<Column> columns, @Nullable Object[] row)
      throws SQLException {
    for (int c = 0; c < columns.size(); c++) {
      bind(statement, c + 1, columns.get(c).type(), row[c]);
    }
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
