package dev.portage.cli;

import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeDecider;
import dev.portage.shape.ShapeGroup;
import dev.portage.shape.ShapeLink;
import dev.portage.shape.ShapeNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What differs between two shapes beside names and versions. */
final class DiffRelations {
  /** An atom or a link that both have, with other slots or traits; or a link that one has. */
  record Relation(String atom, String sentence) {}

  private final List<Relation> found = new ArrayList<>();

  private DiffRelations() {}

  static List<Relation> between(Shape from, Shape to) {
    DiffRelations relations = new DiffRelations();
    for (ShapeAtom old : from.atoms().all()) {
      ShapeAtom now = to.atoms().get(old.name());
      if (now != null) {
        relations.compare(old, now);
      }
    }
    relations.links(from, to);
    return relations.found;
  }

  private void compare(ShapeAtom old, ShapeAtom now) {
    compare(old.name(), "requires", old.requires(), now.requires());
    compare(old.name(), "may take", old.optional(), now.optional());
    compare(old.name(), "provides", old.provides(), now.provides());
    if (!Objects.equals(old.traits().each(), now.traits().each())) {
      found.add(new Relation(old.name(), "runs " + runs(old) + " -> " + runs(now)));
    }
    if (old.reverts() != now.reverts()) {
      found.add(
          new Relation(old.name(), now.reverts() ? "now reverts" : "does not revert any more"));
    }
  }

  private static String runs(ShapeAtom atom) {
    String each = atom.traits().each();
    return each == null
        ? "once"
        : each.isEmpty() ? "for each of a list in the code" : "for each of " + each;
  }

  private void compare(String atom, String word, SortedSet<String> old, SortedSet<String> now) {
    if (!old.equals(now)) {
      found.add(new Relation(atom, word + " " + slots(old) + " -> " + slots(now)));
    }
  }

  private static String slots(Collection<String> slots) {
    return slots.isEmpty() ? "nothing" : String.join(", ", slots);
  }

  private void links(Shape from, Shape to) {
    SortedMap<String, String> old = links(from.root());
    SortedMap<String, String> now = links(to.root());
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
}
