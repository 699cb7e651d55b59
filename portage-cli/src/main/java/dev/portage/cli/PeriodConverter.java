package dev.portage.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time such as {@code 30d}, or as ISO 8601 has it. */
final class PeriodConverter implements ITypeConverter<Duration> {
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})([smhdw])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));

  @Override
  public Duration convert(String text) {
    Matcher parts = SHORT.matcher(text);
    if (parts.matches()) {
      return UNITS
          .getOrDefault(parts.group(2), Duration.ZERO)
          .multipliedBy(Long.parseLong(parts.group(1)));
    }
    try {
      Duration given = Duration.parse(text);
      if (!given.isNegative()) {
        return given;
      }
    } catch (DateTimeException e) {
      // told below, as what is negative is
    }
    throw new TypeConversionException(
        "'" + text + "' is no length of time; one is 90s, 45m, 12h, 30d, 8w or P30D");
  }
}
