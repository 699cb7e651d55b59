package dev.portage.store;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the one form in which times are stored, {@code 2026-11-23T08:30:00.000000000Z}.
 * A general parser takes longer than everything else that is done with a row, and a row has two
 * times.
 */
public final class FixedTime {
  private static final String FORM = "0000-00-00T00:00:00.000000000Z";
  private static final int DECIMAL = 10;

  private FixedTime() {}

  /**
   * The time; null if the text has another form, which may still be a time.
   *
   * @throws java.time.DateTimeException if it has the form and there is no such time
   */
  public static @Nullable Instant parse(String text) {
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

  /** The text of a time, of one width, so that texts sort as times do; in the years 0 to 9999. */
  public static String format(Instant at) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC);
    char[] text = FORM.toCharArray();
    write(time.getYear(), text, 0, 4);
    write(time.getMonthValue(), text, 5, 7);
    write(time.getDayOfMonth(), text, 8, 10);
    write(time.getHour(), text, 11, 13);
    write(time.getMinute(), text, 14, 16);
    write(time.getSecond(), text, 17, 19);
    write(time.getNano(), text, 20, 29);
    return new String(text);
  }

  private static void write(int number, char[] text, int from, int to) {
    int rest = number;
    for (int i = to - 1; i >= from; i--) {
      text[i] = (char) ('0' + rest % DECIMAL);
      rest /= DECIMAL;
    }
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * DECIMAL + (text.charAt(i) - '0');
    }
    return number;
  }
}
