package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every finding has a page in the reference, and the command shows that page. */
class FindingPagesTest {
  private static final Path PAGES = directory();

  private static Path directory() {
    Path inModule = Path.of("../docs/reference/findings");
    return Files.isDirectory(inModule) ? inModule : Path.of("docs/reference/findings");
  }

  @ParameterizedTest
  @EnumSource
  void everyFindingHasAPageThatSaysWhatToDo(FindingCode code) throws IOException {
    Path file = PAGES.resolve(code.name() + ".md");
    assertThat(file).as("write this page: see README.md beside it").exists();
    String page = Files.readString(file);
    assertThat(page)
        .startsWith("# " + code.name() + ": " + code.title() + "\n")
        .contains("Severity: " + code.severity() + ".")
        .contains("## How it arises", "## What would happen otherwise", "## Ways out");
    assertThat(page.lines()).as("fits a terminal").allMatch(line -> line.length() <= 125);
    assertThat(page).as("names of classes help nobody").doesNotContain("Exception", "dev.portage");
    assertThat(Files.readString(PAGES.resolve("README.md")))
        .as("the index")
        .contains("| [" + code.name() + "](" + code.name() + ".md) | " + code.severity() + " | ");
  }

  @ParameterizedTest
  @EnumSource
  void thePageIsShippedWithTheCode(FindingCode code) throws IOException {
    Objects.requireNonNull(FindingCode.class.getResource("findings/" + code.name() + ".md"));
    assertThat(code.page()).isEqualTo(Files.readString(PAGES.resolve(code.name() + ".md")));
  }

  @Test
  void noPageIsAboutSomethingElse() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(
              name ->
                  name.equals("README.md") || FindingCode.of(name.replace(".md", "")).isPresent());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFindingIsProvokedByATest(FindingCode code) throws IOException {
    Path tests = Path.of("src/test/java/dev/portage/migration");
    try (Stream<Path> files = Files.walk(tests)) {
      assertThat(files.filter(file -> file.toString().endsWith("Test.java")))
          .as("tests that name %s", code)
          .anyMatch(file -> text(file).contains(code.name()));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
