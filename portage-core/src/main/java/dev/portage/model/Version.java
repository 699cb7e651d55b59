package dev.portage.model;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The version of an atom, that is: the type of the data it stores. A higher minor keeps stored
 * outputs valid, a higher major breaks them.
 *
 * @param major zero or more
 * @param minor zero or more; {@code 1.10} is newer than {@code 1.9}
 */
public record Version(int major, int minor) implements Comparable<Version> {
  /** What a task has that declares none. */
  public static final Version DEFAULT = new Version(1, 0);

  private static final java.util.regex.Pattern TEXT =
      java.util.regex.Pattern.compile("(0|[1-9][0-9]{0,9})\\.(0|[1-9][0-9]{0,9})");

  /** Rejects negative numbers. */
  public Version {
    if (major < 0 || minor < 0) {
      throw new IllegalArgumentException(
          "a version has no negative numbers, found " + major + "." + minor);
    }
  }

  /** A version from its two numbers. */
  public static Version of(int major, int minor) {
    return new Version(major, minor);
  }

  /**
   * Reads {@code major.minor}.
   *
   * @throws IllegalArgumentException for anything else, such as {@code 2024.1-rc1}
   */
  public static Version parse(String text) {
    return from(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a version is two whole numbers with a dot, such as 1.0; found '"
                        + text
                        + "'"));
  }

  /**
   * Reads what a store holds, which may be none or any text; empty for what is not {@code
   * major.minor}.
   */
  public static Optional<Version> from(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()
        || Long.parseLong(matcher.group(1)) > Integer.MAX_VALUE
        || Long.parseLong(matcher.group(2)) > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return Optional.of(
        new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
  }

  @Override
  public int compareTo(Version other) {
    return Comparator.comparingInt(Version::major)
        .thenComparingInt(Version::minor)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
