package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeDecider;
import dev.portage.shape.ShapeDiff;
import dev.portage.shape.ShapeGroup;
import dev.portage.shape.ShapeLink;
import dev.portage.shape.ShapeNode;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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

  /** An atom or a link that both have, with other slots or traits; or a link that one has. */
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
        spread(old, now, found);
        if (old.reverts() != now.reverts()) {
          found.add(
              new Relation(old.name(), now.reverts() ? "now reverts" : "does not revert any more"));
        }
      }
    }
    found.addAll(links());
    return found;
  }

  private static void spread(ShapeAtom old, ShapeAtom now, List<Relation> found) {
    if (!Objects.equals(old.traits().each(), now.traits().each())) {
      found.add(new Relation(old.name(), "runs " + runs(old) + " -> " + runs(now)));
    }
  }

  private static String runs(ShapeAtom atom) {
    String each = atom.traits().each();
    return each == null
        ? "once"
        : each.isEmpty() ? "for each of a list in the code" : "for each of " + each;
  }

  private List<Relation> links() {
    List<Relation> found = new ArrayList<>();
    SortedMap<String, String> old = links(from.shape().root());
    SortedMap<String, String> now = links(to.shape().root());
    old.forEach(
        (link, decider) -> {
          String other = now.get(link);
          if (other == null) {
            found.add(new Relation(link, "is gone, with " + decider));
          } else if (!other.equals(decider)) {
            found.add(new Relation(link, "has " + decider + " -> " + other));
          }
        });
    now.forEach(
        (link, decider) -> {
          if (!old.containsKey(link)) {
            found.add(new Relation(link, "is new, with " + decider));
          }
        });
    return found;
  }

  /** Every link of a flow and those in it, with what is said of its decider. */
  private static SortedMap<String, String> links(ShapeGroup group) {
    SortedMap<String, String> links = new TreeMap<>();
    for (ShapeLink link : group.links()) {
      links.put("link " + link + " of " + group.name(), decider(link.decider()));
    }
    for (ShapeNode child : group.children()) {
      if (child instanceof ShapeGroup subflow) {
        links.putAll(links(subflow));
      }
    }
    return links;
  }

  private static String decider(@Nullable ShapeDecider decider) {
    return decider == null
        ? "no decider"
        : "a decider of depth "
            + decider.depth()
            + " that reads "
            + slots(decider.requires())
            + (decider.optional().isEmpty() ? "" : " and may read " + slots(decider.optional()));
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
      out.append(
          "  the same atoms with the same slots, in another order or nested in another way\n");
    }
    return out.toString();
  }
}
