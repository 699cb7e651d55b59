package dev.portage.migration.history;

import dev.portage.model.AtomKind;
import dev.portage.model.Pattern;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeGroup;
import dev.portage.shape.ShapeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * How one real flow changed over the years, every optional part of it in one shape.
 *
 * @param flow where it stands in its project
 * @param releases its shapes, the oldest first; where two alternatives have one name, the first
 * @param judged every rename of its history, as a person judged them
 */
record RealHistory(String flow, List<Release> releases, JsonNode judged) {
  /**
   * A shape as it was released.
   *
   * @param label day and version
   * @param classes the class of each atom of which it is known
   */
  record Release(String label, Shape shape, Map<String, String> classes) {}

  /** Every history. */
  static List<RealHistory> all() {
    return Stream.of("octavia", "cinder", "glance")
        .flatMap(project -> RealChange.lines(project + ".jsonl.gz").stream())
        .map(RealHistory::of)
        .toList();
  }

  private static RealHistory of(JsonNode line) {
    List<Release> releases = new ArrayList<>();
    line.path("history").forEach(entry -> releases.add(new Reading(entry).release()));
    return new RealHistory(line.path("flow").asString(), releases, line.path("judged"));
  }

  /** The judged renames that lead from the one release to the other. */
  Map<String, String> renames(Release from, Release to) {
    Map<String, String> renames = new LinkedHashMap<>();
    for (JsonNode each : judged) {
      if (to.label().startsWith(each.path("date").asString())) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        for (JsonNode pair : each.path("renames")) {
          pairs.add(Map.entry(pair.path("from").asString(), pair.path("to").asString()));
        }
        renames.putAll(Renames.among(pairs, names(from.shape()), names(to.shape())));
      }
    }
    return renames;
  }

  private static List<String> names(Shape shape) {
    return shape.inOrder().stream().map(ShapeAtom::name).toList();
  }

  /** Reads one shape. */
  private static final class Reading {
    private final JsonNode entry;
    private final Map<String, JsonNode> atoms = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    Reading(JsonNode entry) {
      this.entry = entry;
      entry.path("atoms").forEach(atom -> atoms.putIfAbsent(atom.path("name").asString(), atom));
    }

    Release release() {
      List<ShapeNode> nodes = nodes(entry.path("structure"));
      Map<String, String> classes = new HashMap<>();
      atoms.forEach(
          (name, atom) -> {
            if (!atom.path("class").asString("").isEmpty()) {
              classes.put(name, atom.path("class").asString());
            }
          });
      String label = entry.path("date").asString() + " " + entry.path("release").asString();
      Shape shape = Shape.of(new ShapeGroup("flow", Pattern.LINEAR, nodes, List.of()));
      return new Release(label, shape, classes);
    }

    private List<ShapeNode> nodes(JsonNode list) {
      List<ShapeNode> nodes = new ArrayList<>();
      for (JsonNode each : list) {
        String name = each.path("atom").asString("");
        if (each.has("flow")) {
          nodes.add(group(each));
        } else if (used.add(name)) {
          nodes.add(atom(name));
        }
      }
      return nodes;
    }

    private ShapeGroup group(JsonNode node) {
      String name = node.path("flow").asString();
      List<ShapeNode> children = new ArrayList<>();
      Stream.of(name + "_retry", "retry-" + name)
          .filter(retry -> atoms.containsKey(retry) && used.add(retry))
          .forEach(retry -> children.add(atom(retry)));
      children.addAll(nodes(node.path("children")));
      String type = node.path("type").asString().toUpperCase(Locale.ROOT);
      Pattern pattern = type.equals("PARAM") ? Pattern.LINEAR : Pattern.valueOf(type);
      return new ShapeGroup(name, pattern, children, List.of());
    }

    private ShapeAtom atom(String name) {
      JsonNode atom = atoms.get(name);
      boolean isRetry = atom.path("kind").asString().equals("retry");
      return new ShapeAtom(
          isRetry ? AtomKind.RETRY : AtomKind.TASK,
          name,
          "1.0",
          ShapeAtom.slotSet(RealChange.texts(atom.path("requires"))),
          ShapeAtom.slotSet(RealChange.texts(atom.path("provides"))),
          new ShapeAtom.Traits(
              atom.path("reverts").asBoolean(), !isRetry, ShapeAtom.slotSet(List.of())));
    }
  }
}
