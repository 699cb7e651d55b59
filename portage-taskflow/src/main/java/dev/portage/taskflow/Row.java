package dev.portage.taskflow;

import dev.portage.model.FlowException;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One row as it is stored: bytes by column. Whatever cannot be read is reported as a {@link
 * CorruptRecordException} of the flow that the row belongs to.
 *
 * @param flow the id of that flow
 * @param place the table and the row's number
 * @param columns the bytes; null stands for SQL NULL
 */
record Row(String flow, String place, Map<String, byte @Nullable []> columns) {
  private static final byte[] NONE = "null".getBytes(StandardCharsets.UTF_8);

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT);

  /** A text for bytes that may be anything, for messages and lookups: hexadecimal if need be. */
  static String label(byte @Nullable [] bytes) {
    if (bytes == null) {
      return "NULL";
    }
    try {
      return decoded(bytes);
    } catch (CharacterCodingException e) {
      return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }
  }

  private static String decoded(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  byte @Nullable [] bytes(String column) {
    return columns.get(column);
  }

  /** Whether there is a value; Python's None is none, in either form in which it is stored. */
  boolean has(String column) {
    byte[] bytes = bytes(column);
    return bytes != null && !isNone(bytes);
  }

  private static boolean isNone(byte[] bytes) {
    return Arrays.equals(bytes, NONE);
  }

  @Nullable String text(String column) {
    byte[] bytes = bytes(column);
    if (bytes == null) {
      return null;
    }
    try {
      return decoded(bytes);
    } catch (CharacterCodingException e) {
      throw corrupt(column, "it is not UTF-8 text", e);
    }
  }

  String required(String column) {
    String text = text(column);
    if (text == null) {
      throw corrupt(column, "it is NULL, expected a text", null);
    }
    return text;
  }

  /** The constant of that name; NULL means the default. */
  <E extends Enum<E>> E constant(String column, E byDefault) {
    String text = text(column);
    if (text == null) {
      return byDefault;
    }
    try {
      return Enum.valueOf(byDefault.getDeclaringClass(), text);
    } catch (IllegalArgumentException e) {
      throw corrupt(column, "TaskFlow has no such value: '" + text + "'", e);
    }
  }

  /** A time of day in UTC; null if the column is. */
  @Nullable Instant time(String column) {
    String text = text(column);
    if (text == null) {
      return null;
    }
    try {
      return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw corrupt(column, "'" + text + "' is not a time such as 2026-01-31 23:59:59.123456", e);
    }
  }

  /** The column's bytes, proved to be JSON; null if it is NULL, or JSON null, which is None too. */
  @Nullable Payload payload(String column) {
    return payload(column, Payload.PYTHON_JSON);
  }

  /** The same as a raw value. */
  @Nullable Payload raw(String column) {
    return payload(column, Payload.RAW);
  }

  private @Nullable Payload payload(String column, String codec) {
    byte[] bytes = bytes(column);
    if (bytes == null || isNone(bytes)) {
      return null;
    }
    Payload payload = new Payload(codec, bytes);
    try {
      payload.tree();
      return payload;
    } catch (PayloadException e) {
      throw corrupt(column, String.valueOf(e.getMessage()), e);
    }
  }

  /** The column as a tree; null if it is NULL. */
  @Nullable JsonNode tree(String column) {
    Payload payload = payload(column);
    return payload == null ? null : payload.tree();
  }

  /** A copy with other values in some columns. */
  Row with(Map<String, @Nullable String> changes) {
    Map<String, byte @Nullable []> all = new HashMap<>(columns);
    changes.forEach(
        (column, text) ->
            all.put(column, text == null ? null : text.getBytes(StandardCharsets.UTF_8)));
    return new Row(flow, place, all);
  }

  CorruptRecordException corrupt(String column, String why, @Nullable Exception cause) {
    return new CorruptRecordException(
        flow, place + ", column " + column, why, cause instanceof FlowException ? null : cause);
  }
}
