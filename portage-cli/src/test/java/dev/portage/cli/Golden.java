package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Approved output in {@code src/test/resources/golden}. With {@code -Dgolden.write=true} it is
 * written anew, to be reviewed before it is committed.
 */
final class Golden {
  private static final Path SOURCES = Path.of("src/test/resources/golden");

  private Golden() {}

  static void matches(String name, String actual) {
    if (Boolean.getBoolean("golden.write")) {
      write(name, actual);
    }
    assertThat(actual).as("golden file %s", name).isEqualTo(read(name));
  }

  private static void write(String name, String text) {
    try {
      Files.createDirectories(SOURCES);
      Files.writeString(SOURCES.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String name) {
    Path source = SOURCES.resolve(name);
    try (InputStream in =
        Files.exists(source)
            ? Files.newInputStream(source)
            : Golden.class.getResourceAsStream("/golden/" + name)) {
      assertThat(in).as("golden file %s exists", name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
