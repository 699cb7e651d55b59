package dev.portage.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The reference page says what is true. */
class DocumentedFilesTest {
  private static final Path PAGE = Path.of("../docs/reference/migration-files.md");
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(flow: .*?)```", Pattern.DOTALL);
  private static final Pattern SHAPES = Pattern.compile("```\n(# release .*?)```", Pattern.DOTALL);

  @TempDir private Path directory;

  private static String example(Pattern pattern) throws IOException {
    Matcher found = pattern.matcher(Files.readString(PAGE));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void theExampleIsReadAndHasEveryOperation() throws IOException {
    String example = example(EXAMPLE);
    Migrations migrations =
        MigrationFiles.of(List.of(Files.writeString(directory.resolve("order.yaml"), example)));
    assertThat(migrations.flows()).containsExactly("order");
    assertThat(OperationEntry.names()).isNotEmpty().allMatch(name -> example.contains(name + ":"));
  }

  @Test
  void theTargetShapesAreRead() throws IOException {
    Path file = Files.writeString(directory.resolve("release.shapes"), example(SHAPES));
    assertThat(ShapeFile.read(file).flows()).containsExactly("order");
  }

  @Test
  void theSchemaForEditorsKnowsTheSameWords() throws IOException {
    JsonNode schema =
        Json.mapper().readTree(Files.readString(PAGE.resolveSibling("migration-file.schema.json")));
    assertThat(schema.path("properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(BookFile.KEYS);
    JsonNode step = schema.at("/properties/steps/items/properties");
    assertThat(step.propertyNames()).containsExactlyInAnyOrderElementsOf(StepEntry.KEYS);
    assertThat(step.at("/do/items/properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(OperationEntry.names());
  }
}
