package dev.portage.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's examples are those that are compiled. */
class GuideTest {
  private static final Pattern COMPILED =
      Pattern.compile("  // guide:begin [a-z]+\n(.*?)  // guide:end", Pattern.DOTALL);
  private static final Pattern SHOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private static List<String> all(Pattern pattern, String path) throws IOException {
    return pattern
        .matcher(Files.readString(Path.of(path)))
        .results()
        .map((MatchResult found) -> found.group(1).strip())
        .toList();
  }

  @Test
  void theExamplesOfTasksAreTheOnesThatAreCompiled() throws IOException {
    List<String> compiled =
        all(COMPILED, "src/main/java/dev/portage/examples/Tasks.java").stream()
            .map(code -> ("  " + code).indent(-2).strip())
            .toList();
    assertThat(compiled).isNotEmpty();
    assertThat(all(SHOWN, "../docs/guide/tasks.md")).isEqualTo(compiled);
  }
}
