package dev.portage.cli;

import dev.portage.cli.DiffRelations.Relation;
import dev.portage.cli.Style.Tint;
import dev.portage.cli.Table.Cell;
import dev.portage.migration.Correspondence;
import dev.portage.migration.Correspondence.Kind;
import dev.portage.migration.Correspondence.Pair;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeDiff;
import dev.portage.store.Json;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one shape differs from another.
 *
 * @param pairs which atom stands for which
 */
record DiffAnswer(DiffSide from, DiffSide to, Correspondence pairs) implements Answer {
  private ShapeDiff diff() {
    return ShapeDiff.between(from.shape(), to.shape());
  }

  private List<Relation> relations() {
    return DiffRelations.between(from.shape(), to.shape());
  }

  private boolean isOrderOnly() {
    return diff().isEmpty() && relations().isEmpty() && !from.shape().equals(to.shape());
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/diff/1");
    from.writeTo(root.putObject("from"));
    to.writeTo(root.putObject("to"));
    root.put("equal", from.shape().equals(to.shape()));
    ArrayNode list = root.putArray("inconsistencies");
    for (Inconsistency one : diff().inconsistencies()) {
      list.addObject()
          .put("kind", DiffLine.kind(one))
          .put("atom", one.atom())
          .put("text", one.describe());
    }
    ArrayNode atoms = root.putArray("atoms");
    for (Pair pair : pairs.pairs()) {
      atoms
          .addObject()
          .put("kind", pair.kind().toString())
          .put("from", name(pair.from()))
          .put("to", name(pair.to()));
    }
    ArrayNode relations = root.putArray("relations");
    relations().forEach(r -> relations.addObject().put("atom", r.atom()).put("text", r.sentence()));
    return root;
  }

  private static @Nullable String name(@Nullable ShapeAtom atom) {
    return atom == null ? null : atom.name();
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    out.append(from.heading()).append(" -> ").append(to.heading()).append('\n');
    Table table = new Table("  ", Set.of());
    pairs.pairs().forEach(pair -> table.row(row(pair, style)));
    out.append(table.in(style));
    for (Relation relation : relations()) {
      out.append("  ")
          .append(style.paint(Tint.DIM, "relation"))
          .append(" ")
          .append(Text.line(relation.atom() + " " + relation.sentence()))
          .append('\n');
    }
    if (from.shape().equals(to.shape())) {
      out.append("  equal\n");
    } else if (isOrderOnly()) {
      out.append(
          "  the same atoms with the same slots, in another order or nested in another way\n");
    }
    return out.toString();
  }

  private Cell[] row(Pair pair, Style style) {
    String symbol = symbol(pair.kind());
    Tint tint = Style.tintOf(symbol);
    return new Cell[] {
      new Cell(style.symbol(symbol), tint),
      cell(pair.from(), tint),
      new Cell(position(from, pair.from()), Tint.DIM),
      cell(pair.to(), tint),
      new Cell(position(to, pair.to()), Tint.DIM),
      new Cell(pair.kind() == Kind.KEPT ? "" : pair.kind().toString(), tint)
    };
  }

  private static String position(DiffSide side, @Nullable ShapeAtom atom) {
    return atom == null ? "" : side.position(atom);
  }

  private static Cell cell(@Nullable ShapeAtom atom, Tint tint) {
    return new Cell(atom == null ? "" : Text.line(atom.toString()), tint);
  }

  private static String symbol(Kind kind) {
    return switch (kind) {
      case KEPT -> " ";
      case RENAMED, CONVERTED -> "~";
      case SPLIT -> "±";
      case MERGED -> "∓";
      case ADDED -> "+";
      case REMOVED -> "-";
    };
  }
}
