package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.cli.Table.Cell;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The flows of a store by shape. */
record StatusAnswer(String store, List<StatusLine> lines, Unreadable unreadable) implements Answer {

  @Override
  public ExitCode exit() {
    return unreadable.exit();
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/status/1").put("store", store);
    root.put("unfinished", unfinished()).put("finished", finished());
    ArrayNode shapes = root.putArray("shapes");
    lines.forEach(line -> line.writeTo(shapes.addObject()));
    root.set("unreadable", unreadable.json());
    return root.put("exit", exit().code());
  }

  private long unfinished() {
    return lines.stream().mapToLong(line -> line.census().unfinished()).sum();
  }

  private long finished() {
    return lines.stream().mapToLong(line -> line.census().finished()).sum();
  }

  @Override
  public String text(Style style) {
    if (lines.isEmpty()) {
      return "no flows in " + Text.line(store) + "\n";
    }
    StringBuilder out = new StringBuilder();
    Map<String, List<StatusLine>> byType =
        lines.stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.census().flow(), LinkedHashMap::new, Collectors.toList()));
    byType.forEach((type, some) -> out.append(type(type, some, style)));
    return out.append(summary()).append('\n').toString();
  }

  private static String type(String type, List<StatusLine> lines, Style style) {
    boolean variants = lines.stream().anyMatch(line -> !line.census().variant().isEmpty());
    boolean stamps =
        lines.stream().anyMatch(line -> !line.census().shape().stamp().heads().isEmpty());
    Table table = new Table("  ", variants ? Set.of(2, 3) : Set.of(1, 2));
    List<Cell> header = new ArrayList<>(List.of(Cell.of("SHAPE")));
    if (variants) {
      header.add(Cell.of("VARIANT"));
    }
    header.add(Cell.of("UNFINISHED"));
    header.add(Cell.of("FINISHED"));
    header.add(Cell.of("VERDICT"));
    if (stamps) {
      header.add(Cell.of("MIGRATED BY"));
    }
    table.row(header.toArray(Cell[]::new));
    for (StatusLine line : lines) {
      table.row(cells(line, variants, stamps));
    }
    return style.paint(Tint.BOLD, Text.line(type)) + "\n" + table.in(style);
  }

  private static Cell[] cells(StatusLine line, boolean variants, boolean stamps) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(line.census().shape().fingerprint().brief()));
    if (variants) {
      cells.add(Cell.of(Text.orDash(line.census().variant())));
    }
    cells.add(Cell.of(orDash(line.census().unfinished())));
    cells.add(Cell.of(orDash(line.census().finished())));
    Verdict verdict = line.verdict();
    cells.add(
        verdict == null
            ? Cell.of("-")
            : new Cell(
                (verdict.kind().word() + "   " + Text.line(verdict.detail())).stripTrailing(),
                verdict.kind().tint()));
    if (stamps) {
      cells.add(Cell.of(Text.orDash(String.join(", ", line.census().shape().stamp().heads()))));
    }
    return cells.toArray(Cell[]::new);
  }

  private static String orDash(long count) {
    return count == 0 ? "-" : Text.number(count);
  }

  private String summary() {
    return Text.count(lines.size(), "shape")
        + ", "
        + Text.count(unfinished() + finished(), "flow")
        + ": "
        + Text.number(unfinished())
        + " unfinished, "
        + Text.number(finished())
        + " finished";
  }
}
