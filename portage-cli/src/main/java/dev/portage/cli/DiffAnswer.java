package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeDiff;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How one shape differs from another. */
record DiffAnswer(Side from, Side to) implements Answer {
  /**
   * One of the two.
   *
   * @param name what the user called it
   */
  record Side(String name, Shape shape) {
    private String heading() {
      String brief = shape.fingerprint().brief();
      return name.equals(brief) ? brief : Text.line(name) + " (" + brief + ")";
    }

    private void writeTo(ObjectNode node) {
      node.put("name", name)
          .put("fingerprint", shape.fingerprint().hex())
          .put("digest", shape.digest());
    }
  }

  /** An atom that both have, with other slots or traits. */
  private record Relation(String atom, String sentence) {}

  private ShapeDiff diff() {
    return ShapeDiff.between(from.shape(), to.shape());
  }

  private List<Relation> relations() {
    List<Relation> found = new ArrayList<>();
    for (ShapeAtom old : from.shape().atoms().all()) {
      ShapeAtom now = to.shape().atoms().get(old.name());
      if (now != null) {
        compare(old.name(), "requires", old.requires(), now.requires(), found);
        compare(old.name(), "may take", old.optional(), now.optional(), found);
        compare(old.name(), "provides", old.provides(), now.provides(), found);
        if (old.reverts() != now.reverts()) {
          found.add(
              new Relation(old.name(), now.reverts() ? "now reverts" : "does not revert any more"));
        }
      }
    }
    return found;
  }

  private static void compare(
      String atom,
      String word,
      SortedSet<String> old,
      SortedSet<String> now,
      List<Relation> found) {
    if (!old.equals(now)) {
      found.add(new Relation(atom, word + " " + slots(old) + " -> " + slots(now)));
    }
  }

  private static String slots(Collection<String> slots) {
    return slots.isEmpty() ? "nothing" : String.join(", ", slots);
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
    ArrayNode relations = root.putArray("relations");
    relations().forEach(r -> relations.addObject().put("atom", r.atom()).put("text", r.sentence()));
    return root;
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    out.append(from.heading()).append(" -> ").append(to.heading()).append('\n');
    for (Inconsistency one : diff().inconsistencies()) {
      out.append("  ").append(DiffLine.text(one, style)).append('\n');
    }
    for (Relation relation : relations()) {
      out.append("  ")
          .append(style.paint(Tint.DIM, "  relation"))
          .append(" ")
          .append(Text.line(relation.atom() + " " + relation.sentence()))
          .append('\n');
    }
    if (from.shape().equals(to.shape())) {
      out.append("  equal\n");
    } else if (isOrderOnly()) {
      out.append("  the same atoms with the same slots, in another order or with other links\n");
    }
    return out.toString();
  }
}
