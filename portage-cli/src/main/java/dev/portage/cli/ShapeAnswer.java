package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.shape.Shape;
import dev.portage.store.CensusLine;
import dev.portage.store.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One fingerprint, and every shape that has it: the same atoms, related in different ways.
 *
 * @param store where they are stored
 * @param shapes at least one
 * @param census the flows that have one of them
 */
record ShapeAnswer(String store, List<Shape> shapes, List<CensusLine> census) implements Answer {
  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/shape/1").put("store", store);
    root.put("fingerprint", shapes.get(0).fingerprint().hex());
    ArrayNode list = root.putArray("shapes");
    for (Shape shape : shapes) {
      list.addObject()
          .put("digest", shape.digest())
          .put("unfinished", unfinished(shape))
          .put("finished", finished(shape))
          .put("text", shape.text());
    }
    return root;
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    for (Shape shape : shapes) {
      out.append(style.paint(Tint.BOLD, shape.fingerprint().brief()))
          .append("  ")
          .append(Text.number(unfinished(shape)))
          .append(" unfinished, ")
          .append(Text.number(finished(shape)))
          .append(" finished")
          .append(shapes.size() == 1 ? "" : ", digest " + shape.digest().substring(0, 10))
          .append('\n');
      shape.text().lines().forEach(line -> out.append("  ").append(Text.line(line)).append('\n'));
    }
    return out.toString();
  }

  private long unfinished(Shape shape) {
    return census.stream()
        .filter(line -> line.shape().digest().equals(shape.digest()))
        .mapToLong(CensusLine::unfinished)
        .sum();
  }

  private long finished(Shape shape) {
    return census.stream()
        .filter(line -> line.shape().digest().equals(shape.digest()))
        .mapToLong(CensusLine::finished)
        .sum();
  }
}
