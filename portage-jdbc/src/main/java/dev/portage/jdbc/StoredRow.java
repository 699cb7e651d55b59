package dev.portage.jdbc;

import dev.portage.model.Failure;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A row as it comes from the database. What cannot be read is a {@link CorruptRecordException} that
 * names flow, row and column, and never the value.
 */
final class StoredRow {
  private final ResultSet row;
  private final StoredValues.Part values;
  private final String where;

  /** The row at which the cursor stands, with those values. */
  StoredRow(ResultSet row, StoredValues.Part values, String where) {
    this.row = row;
    this.values = values;
    this.where = where;
  }

  /** The row at which the cursor stands, of that flow; one without values. */
  StoredRow(ResultSet row, String flow, String where) {
    this(row, StoredValues.NONE.of(flow), where);
  }

  @Nullable String textOrNull(String column) throws SQLException {
    return row.getString(column);
  }

  String text(String column) throws SQLException {
    return present(column, row.getString(column));
  }

  long number(String column) throws SQLException {
    Object value = row.getObject(column);
    if (value instanceof Number number && !(value instanceof Double)) {
      return number.longValue();
    }
    throw corrupt(column, "expected a number", null);
  }

  int count(String column) throws SQLException {
    long number = number(column);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw corrupt(column, "out of range", null);
    }
    return (int) number;
  }

  /** The text as something else; null stays null. */
  <T> @Nullable T parsedOrNull(String column, Function<String, @Nullable T> parse)
      throws SQLException {
    String text = row.getString(column);
    if (text == null) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (JacksonException e) {
      throw corrupt(column, "not the JSON that belongs there", e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw corrupt(column, "not what belongs there: " + e.getMessage(), e);
    }
  }

  <T> T parsed(String column, Function<String, @Nullable T> parse) throws SQLException {
    return present(column, parsedOrNull(column, parse));
  }

  <E extends Enum<E>> E constant(String column, Class<E> type) throws SQLException {
    String name = text(column);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw corrupt(column, "'" + name + "' is not known here", null);
  }

  @Nullable Payload payloadOrNull(String column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    if (bytes == null) {
      return null;
    }
    try {
      return values.decode(column, new Payload(text(column + "_codec"), bytes));
    } catch (PayloadException e) {
      throw corrupt(column, String.valueOf(e.getMessage()), e);
    }
  }

  @Nullable Failure failureOrNull(String column) throws SQLException {
    String text = row.getString(column);
    try {
      return text == null ? null : values.failure(column, text);
    } catch (JacksonException e) {
      throw corrupt(column, "not the JSON that belongs there", e);
    } catch (PayloadException e) {
      throw corrupt(column, String.valueOf(e.getMessage()), e);
    }
  }

  Payload payload(String column) throws SQLException {
    return present(column, payloadOrNull(column));
  }

  private <T> T present(String column, @Nullable T value) {
    if (value == null) {
      throw corrupt(column, "missing", null);
    }
    return value;
  }

  private CorruptRecordException corrupt(String column, String why, @Nullable Exception cause) {
    return new CorruptRecordException(values.flow(), where + column, why, cause);
  }
}
