package dev.portage.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.DefinitionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken, or made to do harm. */
class DocumentTest {
  @TempDir private Path directory;

  private void file(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private List<String> mistakes() {
    try {
      MigrationFiles.in(directory);
    } catch (DefinitionException e) {
      return e.problems().stream()
          .map(problem -> problem.toString().replace(directory + "/", ""))
          .toList();
    }
    return List.of();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flow: &a order\nlate: [*a]\n",
        "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n",
        "flow: !!java.net.URL [x]\n",
        "flow: !include other.yaml\n",
        "flow: order\n---\nflow: refund\n",
        "? [a, b]\n: c\n",
        "flow: 'order\n",
        "flow: order\n\tlate: x\n",
        "flow: \u0000order\n",
        "",
        "# nothing\n",
        "- flow: order\n",
        "flow:\n",
        "flow: true\n",
      })
  void refusesHostileAndBrokenYamlClearly(String text) throws IOException {
    file("bad.yaml", text);
    assertThat(mistakes()).isNotEmpty().allMatch(mistake -> mistake.matches("(?s)bad.yaml:\\d+.*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "json"})
  void refusesDeepNesting(String kind) throws IOException {
    file("bad." + kind, "{\"flow\": " + "[".repeat(100_000));
    assertThat(mistakes())
        .hasSize(1)
        .first()
        .asString()
        .contains("is nested more than 64 levels deep");
  }

  @Test
  void refusesHugeFilesAndOtherCharacterSets() throws IOException {
    file("big.yaml", "# " + "x".repeat(5 << 20));
    Files.write(directory.resolve("latin.yaml"), "flow: ü".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(directory.resolve("wide.json"), "{}".getBytes(StandardCharsets.UTF_16));
    assertThat(mistakes())
        .containsExactly(
            "big.yaml:1:1: has 5242882 bytes, which is too much; at most 4 MiB are read",
            "latin.yaml:1:1: is not text in UTF-8; save it as UTF-8",
            "wide.json:1:1: is not text in UTF-8; save it as UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "json"})
  void byteOrderMarksAndWindowsLineEndsAreFine(String kind) throws IOException {
    file("f." + kind, "\uFEFF{\"flow\": \"order\",\r\n\"late\": [\"audit\"]}\r\n");
    assertThat(mistakes()).isEmpty();
    file("f." + kind, "\uFEFF{\"flow\": \"order\",\r\n\"lte\": [\"audit\"]}\r\n");
    assertThat(mistakes().get(0)).startsWith("f." + kind + ":2:1: unknown key 'lte'");
  }
}
