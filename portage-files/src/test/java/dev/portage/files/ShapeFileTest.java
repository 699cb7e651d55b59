package dev.portage.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.model.DefinitionException;
import dev.portage.model.FlowException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapeFileTest {
  private static final String SHAPE =
      """
      portage-shape/1
      linear order
        task charge 2.0 requires cents provides charge reverts
        task ship 1.0 requires charge
      """;

  @TempDir private Path directory;

  private FlowCatalog read(String text) throws IOException {
    return ShapeFile.read(Files.writeString(directory.resolve("target.shapes"), text));
  }

  private static Target target(FlowCatalog catalog, String flow, String variant) {
    return catalog
        .target(new FlowHeader.Key(FlowId.of("f-1"), flow, variant), Payload.EMPTY)
        .orElseThrow();
  }

  @Test
  void theCanonicalTextAloneIsTheTargetOfTheFlowAtItsRoot() throws IOException {
    FlowCatalog catalog = read(SHAPE);
    assertThat(catalog.flows()).containsExactly("order");
    assertThat(target(catalog, "order", "").shape().text()).isEqualTo(SHAPE);
  }

  @Test
  void whatShowPrintsIsReadAsItIs() throws IOException {
    String shown = "9c41d07a2e  3,912 unfinished, 0 finished\r\n" + SHAPE.indent(2);
    assertThat(target(read(shown), "order", "").shape().text()).isEqualTo(SHAPE);
  }

  @Test
  void severalShapesSayOfWhichFlowAndVariantTheyAre() throws IOException {
    FlowCatalog catalog =
        read(
            "# release 2026.05\nflow web order variant gift\n"
                + SHAPE
                + "\nflow web order variant plain\n"
                + SHAPE.replace("ship 1.0", "ship 3.0")
                + "\nflow refund\n"
                + SHAPE);
    assertThat(catalog.flows()).containsExactly("refund", "web order");
    assertThat(target(catalog, "web order", "gift").shape().text()).isEqualTo(SHAPE);
    assertThat(target(catalog, "web order", "plain").shape().text()).contains("ship 3.0");
    assertThatThrownBy(() -> target(catalog, "web order", "express"))
        .isInstanceOf(FlowException.class)
        .hasMessage(
            "of flow 'web order' no shape is given for the variant 'express', only for [gift,"
                + " plain]");
    assertThat(catalog.target(new FlowHeader.Key(FlowId.of("f"), "nope", ""), Payload.EMPTY))
        .isEmpty();
  }

  @Test
  void tellsEveryMistakeWithItsLine() {
    assertThatThrownBy(
            () ->
                read(
                    SHAPE
                        + "\n"
                        + SHAPE
                        + "\nportage-shape/1\nlinear other\n  taks a 1.0\n\nwhat is this\n"))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("has 3 mistakes")
        .hasMessageContaining(":6:1: is a second target for flow 'order', the first is in line 1")
        .hasMessageContaining(":11:1: the shape that begins here is wrong: the text of a shape")
        .hasMessageContaining("line 3: unknown word 'taks'")
        .hasMessageContaining(":15:1: expected a shape, found another line");
    assertThatThrownBy(() -> read("# nothing\n")).hasMessageContaining("no shape is in this file");
  }
}
