package dev.portage.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The guide's examples are those that are compiled: what {@code docs/guide/tasks.md} shows stands
 * in {@code Tasks.java} (and {@code testing-migrations.md} in {@code TestingMigrations.java}), in
 * the same order, between {@code guide:begin} and {@code guide:end}; and so for every file of the
 * guide. A page that shows no Java needs no such file.
 */
class GuideTest {
  private static final Path GUIDE = Path.of("../docs/guide");
  private static final Path EXAMPLES = Path.of("src/main/java/dev/portage/examples");
  private static final Pattern COMPILED =
      Pattern.compile("  // guide:begin [a-z]+\n(.*?)  // guide:end", Pattern.DOTALL);
  private static final Pattern SHOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private static List<String> all(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult found) -> found.group(1).strip())
        .toList();
  }

  private static Path examplesOf(Path guide) {
    String words = guide.getFileName().toString().replace(".md", "");
    String name =
        Pattern.compile("-")
            .splitAsStream(words)
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
    return EXAMPLES.resolve(name + ".java");
  }

  @TestFactory
  Stream<DynamicTest> theExamplesOfEachGuideAreTheOnesThatAreCompiled() throws IOException {
    List<Path> guides;
    try (Stream<Path> files = Files.list(GUIDE)) {
      guides = files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
    assertThat(guides).isNotEmpty();
    return guides.stream()
        .map(guide -> DynamicTest.dynamicTest(guide.getFileName().toString(), () -> same(guide)));
  }

  private static void same(Path guide) throws IOException {
    if (!Files.exists(examplesOf(guide))) {
      assertThat(all(SHOWN, guide)).as("Java that nobody compiles").isEmpty();
      return;
    }
    List<String> compiled =
        all(COMPILED, examplesOf(guide)).stream()
            .map(code -> ("  " + code).indent(-2).strip())
            .toList();
    assertThat(compiled).isNotEmpty();
    assertThat(all(SHOWN, guide)).isEqualTo(compiled);
  }
}
