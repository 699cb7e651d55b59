package dev.portage.taskflow;

import dev.portage.store.Json;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of one flow as they were, column by column.
 *
 * @param flow the flow's
 * @param atoms the atoms', in the table's order
 */
record RowImage(Row flow, List<Row> atoms) {
  private static final String FLOW = "flow";
  private static final String ATOMS = "atoms";

  /** Copies the list. */
  RowImage {
    atoms = List.copyOf(atoms);
  }

  static RowImage of(StoredFlow stored) {
    return new RowImage(stored.row(), stored.atoms());
  }

  /**
   * As JSON text.
   *
   * @throws dev.portage.store.CorruptRecordException if a column is not text
   */
  String text() {
    ObjectNode image = Json.mapper().createObjectNode();
    image.set(FLOW, write(flow));
    ArrayNode rows = image.putArray(ATOMS);
    atoms.forEach(row -> rows.add(write(row)));
    return new String(Json.write(image), StandardCharsets.UTF_8);
  }

  private static ObjectNode write(Row row) {
    ObjectNode image = Json.mapper().createObjectNode();
    new TreeMap<>(row.columns()).forEach((column, bytes) -> image.put(column, row.text(column)));
    return image;
  }

  static RowImage parse(String flow, String text) {
    JsonNode image = new Payload(Payload.JSON, text.getBytes(StandardCharsets.UTF_8)).tree();
    if (!image.path(FLOW).isObject()) {
      throw new PayloadException("the journal of flow '" + flow + "' holds no rows", null);
    }
    List<Row> atoms = new ArrayList<>();
    image.path(ATOMS).forEach(atom -> atoms.add(row(flow, atom)));
    return new RowImage(row(flow, image.path(FLOW)), atoms);
  }

  private static Row row(String flow, JsonNode image) {
    Map<String, byte @Nullable []> columns = new HashMap<>();
    image
        .properties()
        .forEach(
            column ->
                columns.put(
                    column.getKey(),
                    column.getValue().isNull()
                        ? null
                        : column.getValue().stringValue().getBytes(StandardCharsets.UTF_8)));
    return new Row(flow, "the journal", columns);
  }
}
