package dev.portage.jdbc;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one form in which times are written, {@code 2026-11-23T08:30:00.000000000Z}. A general
 * parser takes longer than everything else that is done with a row, and a row has two times.
 */
final class FixedTime {
  private static final String FORM = "0000-00-00T00:00:00.000000000Z";
  private static final int DECIMAL = 10;

  private FixedTime() {}

  /**
   * The time; null if the text has another form, which may still be a time.
   *
   * @throws java.time.DateTimeException if it has the form and there is no such time
   */
  static @Nullable Instant parse(String text) {
    if (text.length() != FORM.length()) {
      return null;
    }
    for (int i = 0; i < FORM.length(); i++) {
      char found = text.charAt(i);
      char expected = FORM.charAt(i);
      if (expected == '0' ? found < '0' || found > '9' : found != expected) {
        return null;
      }
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            number(text, 20, 29))
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * DECIMAL + (text.charAt(i) - '0');
    }
    return number;
  }
}
