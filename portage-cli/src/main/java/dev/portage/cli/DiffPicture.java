package dev.portage.cli;

import dev.portage.migration.Correspondence;
import dev.portage.migration.Correspondence.Kind;
import dev.portage.migration.Correspondence.Pair;
import dev.portage.shape.Precedence;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.Wiring;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Two shapes side by side, with dashed lines between atoms that stand for each other. What became
 * of an atom is a colour and, for who sees none, a word.
 *
 * @param language what it is written in
 */
record DiffPicture(DiffSide from, DiffSide to, Correspondence pairs, Language language)
    implements Answer {
  /** What programs that draw can read. */
  enum Language {
    MERMAID,
    DOT
  }

  /** What the names of nodes begin with. */
  private static final String OLD = "a";

  private static final String NEW = "b";

  /** Fill and border of each kind; pairs that are told apart in grey and by the colour-blind. */
  private static final Map<Kind, String[]> COLOURS =
      new EnumMap<>(
          Map.of(
              Kind.KEPT, new String[] {"#f5f5f5", "#737373"},
              Kind.RENAMED, new String[] {"#fff4c2", "#8a6d00"},
              Kind.CONVERTED, new String[] {"#ffe0b3", "#a35200"},
              Kind.SPLIT, new String[] {"#eadcf7", "#6a3d9a"},
              Kind.MERGED, new String[] {"#eadcf7", "#6a3d9a"},
              Kind.ADDED, new String[] {"#d3ecd3", "#1b6e1b"},
              Kind.REMOVED, new String[] {"#f7d4d0", "#a3261b"}));

  @Override
  public String text(Style style) {
    return language == Language.MERMAID ? mermaid() : dot();
  }

  @Override
  public JsonNode json() {
    return Json.mapper()
        .createObjectNode()
        .put("schema", "portage/picture/1")
        .put("picture", text(new Style(true, false)));
  }

  // ---- Mermaid

  private String mermaid() {
    StringBuilder out = new StringBuilder("flowchart LR\n");
    mermaid(from, OLD, out);
    mermaid(to, NEW, out);
    for (String[] edge : across()) {
      out.append("  ").append(edge[0]).append(" -. ").append(edge[2]).append(" .-> ");
      out.append(edge[1]).append('\n');
    }
    COLOURS.forEach(
        (kind, colours) ->
            out.append("  classDef ")
                .append(kind)
                .append(" fill:")
                .append(colours[0])
                .append(",stroke:")
                .append(colours[1])
                .append(",color:#111111\n"));
    return out.toString();
  }

  private void mermaid(DiffSide side, String prefix, StringBuilder out) {
    out.append("  subgraph ").append(prefix).append("[\"").append(html(side.heading()));
    out.append("\"]\n    direction TB\n");
    List<ShapeAtom> atoms = side.shape().inOrder();
    for (int i = 0; i < atoms.size(); i++) {
      Kind kind = kind(atoms.get(i), prefix.equals(OLD));
      out.append("    ").append(prefix).append(i).append("[\"");
      out.append(
          String.join(
              "<br/>", lines(side, atoms.get(i), kind).stream().map(DiffPicture::html).toList()));
      out.append("\"]:::").append(kind).append('\n');
    }
    for (int[] edge : edges(side.shape())) {
      out.append("    ").append(prefix).append(edge[0]).append(" --> ");
      out.append(prefix).append(edge[1]).append('\n');
    }
    out.append("  end\n");
  }

  /** A text between quotes of Mermaid. */
  static String html(String text) {
    return Text.line(text)
        .replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("#", "&#35;")
        .replace("`", "&#96;");
  }

  // ---- DOT

  private String dot() {
    StringBuilder out = new StringBuilder("digraph diff {\n  rankdir=TB;\n");
    out.append("  node [shape=box, style=filled, fontname=\"sans-serif\"];\n");
    dot(from, OLD, out);
    dot(to, NEW, out);
    for (String[] edge : across()) {
      out.append("  ").append(edge[0]).append(" -> ").append(edge[1]);
      out.append(" [style=dashed, constraint=false, label=\"").append(edge[2]).append("\"];\n");
    }
    return out.append("}\n").toString();
  }

  private void dot(DiffSide side, String prefix, StringBuilder out) {
    out.append("  subgraph cluster_").append(prefix).append(" {\n    label=");
    out.append(quoted(List.of(side.heading()))).append(";\n");
    List<ShapeAtom> atoms = side.shape().inOrder();
    for (int i = 0; i < atoms.size(); i++) {
      Kind kind = kind(atoms.get(i), prefix.equals(OLD));
      String[] colours = COLOURS.getOrDefault(kind, new String[] {"white", "black"});
      out.append("    ").append(prefix).append(i).append(" [label=");
      out.append(quoted(lines(side, atoms.get(i), kind)));
      out.append(", fillcolor=\"").append(colours[0]).append("\", color=\"");
      out.append(colours[1]).append("\"];\n");
    }
    for (int[] edge : edges(side.shape())) {
      out.append("    ").append(prefix).append(edge[0]).append(" -> ");
      out.append(prefix).append(edge[1]).append(";\n");
    }
    out.append("  }\n");
  }

  /** Lines between quotes of DOT. */
  static String quoted(List<String> lines) {
    List<String> escaped = new ArrayList<>();
    lines.forEach(line -> escaped.add(Text.line(line).replace("\\", "\\\\").replace("\"", "\\\"")));
    return "\"" + String.join("\\n", escaped) + "\"";
  }

  // ---- what both draw

  private static List<String> lines(DiffSide side, ShapeAtom atom, Kind kind) {
    List<String> lines = new ArrayList<>(List.of(atom.toString()));
    if (kind != Kind.KEPT) {
      lines.add(kind.toString());
    }
    if (!side.position(atom).isEmpty()) {
      lines.add(side.position(atom));
    }
    return lines;
  }

  private Kind kind(ShapeAtom atom, boolean isOld) {
    return pairs.pairs().stream()
        .filter(pair -> atom.equals(isOld ? pair.from() : pair.to()))
        .map(Pair::kind)
        .findFirst()
        .orElse(Kind.KEPT);
  }

  /** From an old atom to a new one that has another name or version, with what became of it. */
  private List<String[]> across() {
    Map<ShapeAtom, Integer> old = numbers(from.shape());
    Map<ShapeAtom, Integer> now = numbers(to.shape());
    List<String[]> edges = new ArrayList<>();
    for (Pair pair : pairs.pairs()) {
      Integer left = number(old, pair.from());
      Integer right = number(now, pair.to());
      if (left != null && right != null && pair.kind() != Kind.KEPT) {
        edges.add(new String[] {OLD + left, NEW + right, pair.kind().toString()});
      }
    }
    return edges;
  }

  private static @Nullable Integer number(Map<ShapeAtom, Integer> all, @Nullable ShapeAtom atom) {
    return atom == null ? null : all.get(atom);
  }

  private static Map<ShapeAtom, Integer> numbers(Shape shape) {
    Map<ShapeAtom, Integer> numbers = new HashMap<>();
    shape.inOrder().forEach(atom -> numbers.put(atom, numbers.size()));
    return numbers;
  }

  /** Each atom and those that run right after it, by their numbers; none that follows by others. */
  static Set<int[]> edges(Shape shape) {
    Precedence order = Wiring.of(shape).precedence();
    Map<ShapeAtom, Integer> numbers = numbers(shape);
    Map<Integer, BitSet> later = new HashMap<>();
    Set<int[]> edges = new LinkedHashSet<>();
    for (ShapeAtom atom : shape.inOrder()) {
      List<Integer> next = next(order, order.node(atom.name()));
      for (int to : next) {
        boolean followsByOthers =
            next.size() > 1
                && next.stream().anyMatch(by -> later.computeIfAbsent(by, order::after).get(to));
        if (!followsByOthers) {
          edges.add(new int[] {numbers.get(atom), numbers.get(order.atom(to))});
        }
      }
    }
    return edges;
  }

  /** The atoms that wait for a node, however many barriers stand between. */
  private static List<Integer> next(Precedence order, int node) {
    Set<Integer> seen = new LinkedHashSet<>(order.successors(node));
    List<Integer> open = new ArrayList<>(seen);
    List<Integer> atoms = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      int each = open.get(i);
      if (each < order.atomCount()) {
        atoms.add(each);
      } else {
        order.successors(each).stream().filter(seen::add).forEach(open::add);
      }
    }
    return atoms;
  }
}
