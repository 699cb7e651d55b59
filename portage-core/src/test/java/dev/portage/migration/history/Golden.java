package dev.portage.migration.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text that is kept beside the tests, or in the documentation, and must stay true. With {@code
 * -Dportage.golden=write} it is written anew, to be read in the difference.
 */
final class Golden {
  private static final boolean WRITE = "write".equals(System.getProperty("portage.golden"));
  private static final Path RESOURCES = Path.of("src/test/resources/history");
  private static final Path REFERENCE = Path.of("../docs/reference/real-histories.md");

  private Golden() {}

  /** Compares with a whole file of the test resources. */
  static void check(String file, String actual) throws IOException {
    Path path = RESOURCES.resolve(file);
    if (WRITE) {
      Files.writeString(path, actual);
    }
    assertThat(actual)
        .as("%s; if it is right now, write it anew with -Dportage.golden=write", path)
        .isEqualTo(Files.readString(path));
  }

  /** Compares with what stands between two comments of the reference page. */
  static void checkReference(String part, String actual) throws IOException {
    String page = Files.readString(REFERENCE);
    String begin = "<!-- " + part + " -->\n";
    String end = "<!-- end of " + part + " -->";
    assertThat(page).contains(begin, end);
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf(end);
    if (WRITE) {
      Files.writeString(REFERENCE, page.substring(0, from) + actual + page.substring(to));
      return;
    }
    assertThat(page.substring(from, to))
        .as("%s of %s; written anew with -Dportage.golden=write", part, REFERENCE)
        .isEqualTo(actual);
  }
}
