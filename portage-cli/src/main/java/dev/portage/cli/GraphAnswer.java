package dev.portage.cli;

import dev.portage.cli.GraphSubject.Look;
import dev.portage.cli.GraphSubject.Note;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A shape or a flow, drawn.
 *
 * @param subject what
 * @param language how
 */
record GraphAnswer(GraphSubject subject, Language language) implements Answer {
  /** What it is drawn in. */
  enum Language {
    TREE,
    MERMAID,
    DOT
  }

  /** Fill and border; the note says the same in words. */
  private static final Map<Look, String[]> COLOURS =
      new EnumMap<>(
          Map.of(
              Look.PLAIN, new String[] {"#f5f5f5", "#737373"},
              Look.DONE, new String[] {"#d3ecd3", "#1b6e1b"},
              Look.BUSY, new String[] {"#fff4c2", "#8a6d00"},
              Look.FAILED, new String[] {"#f7d4d0", "#a3261b"}));

  private List<ShapeAtom> atoms() {
    return subject.shape().inOrder();
  }

  @Override
  public String text(Style style) {
    return switch (language) {
      case TREE -> new GraphTree(subject, style).text();
      case MERMAID -> mermaid();
      case DOT -> dot();
    };
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/graph/1")
        .put("name", subject.name())
        .put("type", subject.shape().root().name())
        .put("fingerprint", subject.shape().fingerprint().hex())
        .put("digest", subject.shape().digest());
    ArrayNode list = root.putArray("atoms");
    for (ShapeAtom atom : atoms()) {
      ObjectNode node = list.addObject();
      node.put("name", atom.name()).put("kind", atom.kind().name().toLowerCase(Locale.ROOT));
      node.put("version", atom.version());
      atom.requires().forEach(node.putArray("requires")::add);
      atom.provides().forEach(node.putArray("provides")::add);
      node.put("position", subject.note(atom).text());
    }
    ArrayNode edges = root.putArray("edges");
    for (int[] edge : DiffPicture.edges(subject.shape())) {
      edges.addArray().add(atoms().get(edge[0]).name()).add(atoms().get(edge[1]).name());
    }
    if (language != Language.TREE) {
      root.put("picture", text(new Style(true, false)));
    }
    return root;
  }

  private List<String> lines(ShapeAtom atom) {
    Note note = subject.note(atom);
    List<String> lines = new ArrayList<>(List.of(atom.toString()));
    if (!note.text().isEmpty()) {
      lines.add(note.text());
    }
    return lines;
  }

  private String mermaid() {
    StringBuilder out = new StringBuilder("---\ntitle: ");
    out.append(DiffPicture.quoted(List.of(subject.heading()))).append("\n---\nflowchart TB\n");
    for (int i = 0; i < atoms().size(); i++) {
      List<String> lines = lines(atoms().get(i)).stream().map(DiffPicture::html).toList();
      out.append("  n").append(i).append("[\"").append(String.join("<br/>", lines));
      out.append("\"]:::").append(look(i)).append('\n');
    }
    for (int[] edge : DiffPicture.edges(subject.shape())) {
      out.append("  n").append(edge[0]).append(" --> n").append(edge[1]).append('\n');
    }
    COLOURS.forEach(
        (look, colours) ->
            out.append("  classDef ")
                .append(look.name().toLowerCase(Locale.ROOT))
                .append(" fill:")
                .append(colours[0])
                .append(",stroke:")
                .append(colours[1])
                .append(",color:#111111\n"));
    return out.toString();
  }

  private String look(int atom) {
    return subject.note(atoms().get(atom)).look().name().toLowerCase(Locale.ROOT);
  }

  private String dot() {
    StringBuilder out = new StringBuilder("digraph flow {\n  rankdir=TB;\n  label=");
    out.append(DiffPicture.quoted(List.of(subject.heading()))).append(";\n");
    out.append("  node [shape=box, style=filled, fontname=\"sans-serif\"];\n");
    for (int i = 0; i < atoms().size(); i++) {
      String[] colours =
          COLOURS.getOrDefault(subject.note(atoms().get(i)).look(), new String[] {"", ""});
      out.append("  n").append(i).append(" [label=");
      out.append(DiffPicture.quoted(lines(atoms().get(i))));
      out.append(", fillcolor=\"").append(colours[0]);
      out.append("\", color=\"").append(colours[1]).append("\"];\n");
    }
    for (int[] edge : DiffPicture.edges(subject.shape())) {
      out.append("  n").append(edge[0]).append(" -> n").append(edge[1]).append(";\n");
    }
    return out.append("}\n").toString();
  }
}
