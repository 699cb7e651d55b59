package dev.portage.cli;

import java.nio.charset.CharsetEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Small pieces of text, the same in every locale and time zone. */
final class Text {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssX", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Text() {}

  /** {@code 3,912}. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 flow}, {@code 3,912 flows}. */
  static String count(long number, String noun) {
    return number(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** To the second, in UTC; a dash for what is not known. */
  static String time(@Nullable Instant at) {
    return at == null ? "-" : SECONDS.format(at);
  }

  /** Who made a migration: steps by their ids, rules in parentheses. */
  static String steps(List<String> names) {
    return names.stream()
        .map(
            name ->
                name.startsWith("step ")
                    ? name.substring("step ".length())
                    : "(" + name.replaceFirst("^default: ", "") + ")")
        .map(Text::line)
        .collect(Collectors.joining(", "));
  }

  /** The text, or a dash for none. */
  static String orDash(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : line(text);
  }

  /**
   * A stored text on one line: what would move the cursor, ring the bell or turn the direction of
   * writing is shown by its number.
   */
  static String line(String stored) {
    return escape(stored, Text::isHarmful);
  }

  /** A text in an encoding that may not have all of its characters, none of them lost. */
  static String encodable(String text, CharsetEncoder encoder) {
    return encoder.canEncode(text)
        ? text
        : escape(text, point -> !encoder.canEncode(Character.toString(point)));
  }

  private static String escape(String text, IntPredicate harmful) {
    if (text.codePoints().noneMatch(harmful)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (harmful.test(point)) {
                Character.toString(point)
                    .chars()
                    .forEach(unit -> out.append(String.format(Locale.ROOT, "\\u%04x", unit)));
              } else {
                out.appendCodePoint(point);
              }
            });
    return out.toString();
  }

  private static boolean isHarmful(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE
        || type == Character.FORMAT;
  }
}
