package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.cli.Table.Cell;
import dev.portage.migration.Verdict;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The flows of a store by shape.
 *
 * @param store where they are
 * @param isWhole whether finished flows were counted too
 * @param lines one for each shape
 * @param unreadable the flows that cannot be counted
 * @param refused those that engines could not activate
 * @param next what to do now; may be empty
 */
record StatusAnswer(
    String store,
    boolean isWhole,
    List<StatusLine> lines,
    Unreadable unreadable,
    Refused refused,
    String next)
    implements Answer {

  @Override
  public ExitCode exit() {
    return unreadable.exit();
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/status/1").put("store", store);
    root.put("unfinished", unfinished());
    if (isWhole) {
      root.put("finished", finished());
    }
    ArrayNode shapes = root.putArray("shapes");
    lines.forEach(line -> line.writeTo(shapes.addObject(), isWhole));
    root.set("unreadable", unreadable.json());
    root.set("refused", refused.json());
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
      return isWhole
          ? "no flows in " + Text.line(store) + "\n"
          : "no unfinished flows in " + Text.line(store) + " (finished ones: --finished-too)\n";
    }
    StringBuilder out = new StringBuilder();
    Map<String, List<StatusLine>> byType =
        lines.stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.census().flow(), LinkedHashMap::new, Collectors.toList()));
    byType.forEach((type, some) -> out.append(type(some, style)));
    return out.append(summary()).append('\n').toString();
  }

  private String type(List<StatusLine> lines, Style style) {
    boolean variants = lines.stream().anyMatch(line -> !line.census().variant().isEmpty());
    boolean stamps =
        lines.stream().anyMatch(line -> !line.census().shape().stamp().heads().isEmpty());
    Set<Integer> numbers = isWhole ? Set.of(1, 2) : Set.of(1);
    Table table =
        new Table(
            "  ", numbers.stream().map(n -> variants ? n + 1 : n).collect(Collectors.toSet()));
    List<Cell> header = new ArrayList<>(List.of(Cell.of("SHAPE")));
    if (variants) {
      header.add(Cell.of("VARIANT"));
    }
    header.add(Cell.of("UNFINISHED"));
    if (isWhole) {
      header.add(Cell.of("FINISHED"));
    }
    header.add(Cell.of("VERDICT"));
    if (stamps) {
      header.add(Cell.of("MIGRATED BY"));
    }
    table.row(header.toArray(Cell[]::new));
    for (StatusLine line : lines) {
      table.row(cells(line, variants, stamps));
    }
    return style.paint(Tint.BOLD, Text.line(lines.get(0).census().flow()))
        + current(lines)
        + "\n"
        + table.in(style);
  }

  private static String current(List<StatusLine> lines) {
    List<String> shapes =
        lines.stream().map(StatusLine::current).filter(Objects::nonNull).distinct().toList();
    return switch (shapes.size()) {
      case 0 -> "";
      case 1 -> "   the code has " + shapes.get(0);
      default -> "   the code has " + Text.count(shapes.size(), "shape");
    };
  }

  private Cell[] cells(StatusLine line, boolean variants, boolean stamps) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(line.census().shape().fingerprint().brief()));
    if (variants) {
      cells.add(Cell.of(Text.orDash(line.census().variant())));
    }
    cells.add(Cell.of(orDash(line.census().unfinished())));
    if (isWhole) {
      cells.add(Cell.of(orDash(line.census().finished())));
    }
    cells.add(
        new Cell((line.word() + "   " + Text.line(line.detail())).stripTrailing(), line.tint()));
    if (stamps) {
      cells.add(Cell.of(Text.orDash(String.join(", ", line.census().shape().stamp().heads()))));
    }
    return cells.toArray(Cell[]::new);
  }

  private static String orDash(long count) {
    return count == 0 ? "-" : Text.number(count);
  }

  private String summary() {
    List<String> parts = new ArrayList<>();
    parts.add(Text.number(unfinished()) + " unfinished");
    if (isWhole) {
      parts.add(Text.number(finished()) + " finished");
    }
    long migratable = lines.stream().mapToLong(StatusLine::migratable).sum();
    if (migratable > 0) {
      parts.add(Text.number(migratable) + " can be migrated");
    }
    lines.stream()
        .filter(line -> line.is(Verdict.STUCK) || line.is(Verdict.NEWER))
        .collect(
            Collectors.groupingBy(
                StatusLine::word,
                TreeMap::new,
                Collectors.summingLong(line -> line.census().unfinished())))
        .forEach((word, flows) -> parts.add(Text.number(flows) + " " + word));
    long blocked = lines.stream().mapToLong(StatusLine::blocked).sum();
    if (blocked > 0) {
      parts.add(Text.number(blocked) + " blocked");
    }
    return Text.count(lines.size(), "shape")
        + ", "
        + Text.count(unfinished() + finished(), "flow")
        + ": "
        + String.join(", ", parts)
        + refused.line()
        + (next.isEmpty() ? "" : "\n" + next);
  }
}
