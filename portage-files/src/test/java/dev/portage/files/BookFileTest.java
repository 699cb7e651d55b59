package dev.portage.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.migration.MigrationBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookFileTest {
  @TempDir private Path directory;

  private void file(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private MigrationBook book(String flow) {
    return Objects.requireNonNull(MigrationFiles.in(directory).book(flow));
  }

  @Test
  void theDigestOfAStepHoldsTheTextOfItsExpressions() throws IOException {
    String text =
        "flow: order\nsteps: [{id: s, do: [{version: {task: a, from: 1.0, to: 2.0, map: 'EXPR'}}]}]";
    file("a.yaml", text.replace("EXPR", "{\"a\": 1}"));
    String digest = book("order").digest("s");
    assertThat(book("order").digest("s")).isEqualTo(digest);
    file("a.yaml", text.replace("EXPR", "{\"a\": 2}"));
    assertThat(book("order").digest("s")).isNotEqualTo(digest);
  }

  @Test
  void theOrderOfReleasesStandsInOneFile() throws IOException {
    file("a.yaml", "flow: order\nsupersedes: [9c41d07a2e]\n");
    file("b.yaml", "flow: order\nsupersedes: [b15ba1a840]\n");
    file("c.yaml", "flow: refund\nsupersedes: [b15ba1a840]\n");
    assertThatThrownBy(() -> MigrationFiles.in(directory))
        .hasMessageContaining("has a mistake")
        .hasMessageContaining("b.yaml:2:13: 'supersedes' of this flow stands in ");
  }
}
