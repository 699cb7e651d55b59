package dev.portage.taskflow;

import dev.portage.store.UnusableStoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a SQLite file, taken apart.
 *
 * @param file TaskFlow's
 * @param place of the journal
 */
record TaskflowUrl(Path file, JournalPlace place) {
  static final String SCHEME = "taskflow:";
  static final String FORM =
      SCHEME
          + "jdbc:sqlite:FILE[?journal=FILE|here], or "
          + SCHEME
          + "jdbc:postgresql://HOST/DATABASE?user=NAME[&journal=here], or the same with mariadb";
  private static final String PREFIX = SCHEME + "jdbc:sqlite:";
  private static final Pattern JOURNAL = Pattern.compile("(.*)\\?journal=([^?&]*)", Pattern.DOTALL);

  /** Whether it names a server and not a file. */
  static boolean isServer(String url) {
    return url.startsWith(SCHEME + "jdbc:postgresql:") || url.startsWith(SCHEME + "jdbc:mariadb:");
  }

  static TaskflowUrl of(String url) {
    String name = url.startsWith(PREFIX) ? url.substring(PREFIX.length()) : "";
    Matcher journal = JOURNAL.matcher(name);
    boolean hasPlace = journal.matches();
    String file = hasPlace ? journal.group(1) : name;
    if (file.isBlank() || file.startsWith(":") || file.startsWith("file:")) {
      throw new UnusableStoreException(
          "'"
              + url
              + "' does not name a TaskFlow database that can be read"
              + "\n  expected: "
              + FORM
              + " with the path of a file");
    }
    return new TaskflowUrl(path(file), hasPlace ? place(journal.group(2)) : JournalPlace.UNSAID);
  }

  private static JournalPlace place(String said) {
    if (said.isBlank()) {
      throw new UnusableStoreException(
          "'journal=' names no place\n  expected: journal=FILE for a file beside, or journal=here");
    }
    return said.equals("here") ? JournalPlace.HERE : JournalPlace.in(path(said));
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UnusableStoreException("'" + name + "' is not a path: " + e.getReason(), e);
    }
  }
}
