package dev.portage.cli;

import java.util.regex.Pattern;

/** Commands that are printed to be copied. */
final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Shell() {}

  /** One word for a POSIX shell, quoted if it has to be. */
  static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + Text.line(text).replace("'", "'\\''") + "'";
  }
}
