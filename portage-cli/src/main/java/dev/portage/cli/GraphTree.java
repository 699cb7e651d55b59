package dev.portage.cli;

import dev.portage.cli.GraphSubject.Look;
import dev.portage.cli.GraphSubject.Note;
import dev.portage.cli.Style.Tint;
import dev.portage.cli.Table.Cell;
import dev.portage.model.AtomKind;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeGroup;
import dev.portage.shape.ShapeNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A shape as a tree of flows in flows, with what each atom waits for where that is not plain. */
final class GraphTree {
  private final GraphSubject subject;
  private final Style style;
  private final Table table = new Table("", Set.of());
  private final Map<String, List<String>> waits = new HashMap<>();
  private final Map<String, Integer> ranks = new HashMap<>();
  private String last = "";

  GraphTree(GraphSubject subject, Style style) {
    this.subject = subject;
    this.style = style;
    List<ShapeAtom> atoms = subject.shape().inOrder();
    for (int[] edge : DiffPicture.edges(subject.shape())) {
      waits
          .computeIfAbsent(atoms.get(edge[1]).name(), name -> new ArrayList<>())
          .add(atoms.get(edge[0]).name());
    }
    rank(atoms);
  }

  /** How many atoms stand before each, one after the other. */
  private void rank(List<ShapeAtom> atoms) {
    Map<String, List<String>> next = new HashMap<>();
    Map<String, Integer> open = new HashMap<>();
    waits.forEach(
        (atom, befores) -> {
          open.put(atom, befores.size());
          befores.forEach(one -> next.computeIfAbsent(one, k -> new ArrayList<>()).add(atom));
        });
    Deque<String> free = new ArrayDeque<>();
    atoms.stream().map(ShapeAtom::name).filter(name -> !waits.containsKey(name)).forEach(free::add);
    while (!free.isEmpty()) {
      String atom = free.remove();
      int rank = ranks.merge(atom, 0, Math::max);
      for (String later : next.getOrDefault(atom, List.of())) {
        ranks.merge(later, rank + 1, Math::max);
        if (open.merge(later, -1, Integer::sum) == 0) {
          free.add(later);
        }
      }
    }
  }

  private int rank(ShapeNode node) {
    if (node instanceof ShapeGroup group) {
      return group.children().stream().mapToInt(this::rank).min().orElse(0);
    }
    return ranks.getOrDefault(((ShapeAtom) node).name(), Integer.MAX_VALUE);
  }

  String text() {
    ShapeGroup root = subject.shape().root();
    children(root, "");
    return style.paint(Tint.BOLD, subject.heading()) + pattern(root) + "\n" + table.in(style);
  }

  private static String pattern(ShapeGroup group) {
    return "   " + group.pattern().name().toLowerCase(Locale.ROOT);
  }

  private void children(ShapeGroup group, String before) {
    List<ShapeNode> children = new ArrayList<>(group.children());
    children.sort(Comparator.comparingInt(this::rank));
    for (int i = 0; i < children.size(); i++) {
      boolean isLast = i == children.size() - 1;
      String branch = before + (isLast ? style.lastBranch() : style.branch());
      if (children.get(i) instanceof ShapeAtom atom) {
        row(branch, atom);
      } else if (children.get(i) instanceof ShapeGroup subflow) {
        table.row(branch + Text.line(subflow.name()) + pattern(subflow));
        children(subflow, before + (isLast ? "   " : style.trunk()));
      }
    }
  }

  private void row(String branch, ShapeAtom atom) {
    Note note = subject.note(atom);
    String version = atom.version() == null ? "-" : atom.version();
    String kind = atom.kind() == AtomKind.RETRY ? " retry" : atom.isFanOut() ? " each" : "";
    table.row(
        Cell.of(branch + Text.line(atom.name()) + " " + version + kind),
        Cell.of(slots(atom)),
        Cell.of(after(atom)),
        new Cell(Text.line(note.text()), tint(note.look())));
    last = atom.name();
  }

  private static String slots(ShapeAtom atom) {
    return words(atom.reads()) + " -> " + words(atom.provides());
  }

  private static String words(Collection<String> slots) {
    return slots.isEmpty() ? "()" : Text.line(String.join(", ", slots));
  }

  /** What it waits for, unless that is the atom on the line above. */
  private String after(ShapeAtom atom) {
    List<String> names = waits.getOrDefault(atom.name(), List.of());
    return names.isEmpty() || names.equals(List.of(last))
        ? ""
        : "after " + Text.line(String.join(", ", names));
  }

  private static Tint tint(Look look) {
    return switch (look) {
      case PLAIN -> Tint.NONE;
      case DONE -> Tint.GREEN;
      case BUSY -> Tint.YELLOW;
      case FAILED -> Tint.RED;
    };
  }
}
