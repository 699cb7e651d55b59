package dev.portage.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Commands that are printed to be copied. */
final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Shell() {}

  /** How the user calls this command, as far as can be known. */
  static String portage() {
    String home = System.getProperty("portage.home", "");
    boolean here = !home.isEmpty() && Path.of("").toAbsolutePath().equals(Path.of(home));
    return here ? "./portage" : "portage";
  }

  /** One word for a POSIX shell, quoted if it has to be. */
  static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + Text.line(text).replace("'", "'\\''") + "'";
  }
}
