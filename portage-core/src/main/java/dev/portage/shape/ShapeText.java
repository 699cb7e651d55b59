package dev.portage.shape;

import dev.portage.model.AtomKind;
import dev.portage.model.FlowException;
import dev.portage.model.Names;
import dev.portage.model.Pattern;
import dev.portage.shape.ShapeAtom.Traits;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The canonical text of a shape, one line for each subflow, atom and link:
 *
 * <pre>
 * portage-shape/1
 * linear checkout
 *   retry again 1.0 "times 3" pure
 *   task reserve 1.0 requires order provides reservation reverts
 *   task audit 1.0 requires order optional note pure formerly log
 *   task ship 1.0 each parcels requires parcels provides label
 * </pre>
 *
 * Children of a linear flow stand in their order, others sorted by name; links are sorted, and say
 * what their decider leaves out and reads ({@code link a b decider all requires amount}). Words
 * that are not plain are in double quotes with JSON's escapes; a missing version is a dash.
 */
final class ShapeText {
  static final String HEADER = "portage-shape/1";
  static final String MISSING = "-";
  static final Set<String> KEYWORDS =
      Set.of(
          MISSING,
          "each",
          "each-given",
          "requires",
          "optional",
          "provides",
          "reverts",
          "revert-requires",
          "pure",
          "formerly");

  private static final Set<String> FLAGS = Set.of("reverts", "pure", "each-given");

  private ShapeText() {}

  /** A text that is not a shape. */
  static final class FormatException extends FlowException {
    @Serial private static final long serialVersionUID = 1L;

    FormatException(int line, String why) {
      super("the text of a shape cannot be read, line " + line + ": " + why);
    }
  }

  static String write(ShapeGroup root) {
    StringBuilder out = new StringBuilder(HEADER).append('\n');
    write(root, 0, out);
    return out.toString();
  }

  private static void write(ShapeNode node, int depth, StringBuilder out) {
    out.append("  ".repeat(depth));
    if (node instanceof ShapeAtom atom) {
      write(atom, out);
      out.append('\n');
    } else if (node instanceof ShapeGroup group) {
      out.append(lower(group.pattern())).append(' ').append(ShapeWords.quote(group.name()));
      out.append('\n');
      sorted(group).forEach(child -> write(child, depth + 1, out));
      group.links().stream()
          .distinct()
          .sorted(LinkText.ORDER)
          .forEach(
              link -> out.append("  ".repeat(depth + 1)).append(LinkText.of(link)).append('\n'));
    }
  }

  private static List<ShapeNode> sorted(ShapeGroup group) {
    if (group.pattern() == Pattern.LINEAR) {
      return group.children();
    }
    return group.children().stream()
        .sorted(
            Comparator.comparing(ShapeNode::name, Names.BY_UTF8)
                .thenComparing(ShapeText::alone, Names.BY_UTF8))
        .toList();
  }

  /** The text of one node: tells parts of one name apart. */
  private static String alone(ShapeNode node) {
    StringBuilder out = new StringBuilder();
    write(node, 0, out);
    return out.toString();
  }

  private static void write(ShapeAtom atom, StringBuilder out) {
    String version = atom.version();
    out.append(lower(atom.kind())).append(' ').append(ShapeWords.quote(atom.name()));
    out.append(' ').append(version == null ? MISSING : ShapeWords.quote(version));
    if (!atom.traits().strategy().isEmpty()) {
      out.append(' ').append(ShapeWords.quote(atom.traits().strategy()));
    }
    each(atom.traits().each(), out);
    list("requires", atom.requires(), out);
    list("optional", atom.optional(), out);
    list("provides", atom.provides(), out);
    if (atom.reverts()) {
      out.append(" reverts");
    }
    list("revert-requires", atom.traits().revertRequires(), out);
    if (!atom.hasSideEffects()) {
      out.append(" pure");
    }
    list("formerly", atom.traits().formerly(), out);
  }

  private static void each(@Nullable String slot, StringBuilder out) {
    if (slot != null) {
      out.append(slot.isEmpty() ? " each-given" : " each " + ShapeWords.quote(slot));
    }
  }

  static void list(String keyword, Collection<String> names, StringBuilder out) {
    if (!names.isEmpty()) {
      out.append(' ').append(keyword);
      names.forEach(name -> out.append(' ').append(ShapeWords.quote(name)));
    }
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static ShapeGroup parse(String text) {
    String[] lines = text.split("\n", -1);
    if (!lines[0].equals(HEADER)) {
      throw new FormatException(1, "expected '" + HEADER + "'");
    }
    int end = lines.length;
    while (end > 1 && lines[end - 1].isEmpty()) {
      end--;
    }
    Cursor cursor = new Cursor(lines, end);
    ShapeNode root = cursor.node(0);
    if (!(root instanceof ShapeGroup group)) {
      throw new FormatException(2, "expected a flow, found an atom");
    }
    if (cursor.next < end) {
      throw new FormatException(cursor.next + 1, "expected the end of the text");
    }
    return group;
  }

  /** A place in the text. */
  private static final class Cursor {
    private final String[] lines;
    private final int end;
    private int next = 1;

    Cursor(String[] lines, int end) {
      this.lines = lines;
      this.end = end;
    }

    ShapeNode node(int depth) {
      if (next >= end) {
        throw new FormatException(next + 1, "expected a flow, found the end of the text");
      }
      int number = next + 1;
      List<String> words = ShapeWords.split(lines[next++], depth, number);
      String keyword = words.get(0);
      if (keyword.equals("task") || keyword.equals("retry")) {
        return atom(words, number);
      }
      Pattern pattern = pattern(keyword, number);
      if (words.size() != 2) {
        throw new FormatException(number, "expected a pattern and a name");
      }
      return group(ShapeWords.unquote(words.get(1), number), pattern, depth + 1);
    }

    private ShapeGroup group(String name, Pattern pattern, int depth) {
      List<ShapeNode> children = new ArrayList<>();
      List<ShapeLink> links = new ArrayList<>();
      while (next < end && ShapeWords.depth(lines[next]) >= depth) {
        int number = next + 1;
        List<String> words = ShapeWords.split(lines[next], depth, number);
        if (!words.get(0).equals("link")) {
          children.add(node(depth));
          continue;
        }
        next++;
        links.add(LinkText.parse(words, number));
      }
      return new ShapeGroup(name, pattern, children, links);
    }

    private static Pattern pattern(String keyword, int number) {
      for (Pattern pattern : Pattern.values()) {
        if (lower(pattern).equals(keyword)) {
          return pattern;
        }
      }
      throw new FormatException(number, "unknown word '" + keyword + "'");
    }

    private static ShapeAtom atom(List<String> words, int number) {
      if (words.size() < 3) {
        throw new FormatException(number, "an atom has a name and a version");
      }
      AtomKind kind = words.get(0).equals("task") ? AtomKind.TASK : AtomKind.RETRY;
      String name = ShapeWords.unquote(words.get(1), number);
      String version =
          words.get(2).equals(MISSING) ? null : ShapeWords.unquote(words.get(2), number);
      int rest = 3;
      String strategy = "";
      if (kind == AtomKind.RETRY && words.size() > rest && !KEYWORDS.contains(words.get(rest))) {
        strategy = ShapeWords.unquote(words.get(rest++), number);
      }
      Head head = new Head(kind, name, version, strategy);
      return attributes(head, words.subList(rest, words.size()), number);
    }

    /** What stands before the slots of an atom. */
    private record Head(AtomKind kind, String name, @Nullable String version, String strategy) {}

    private static ShapeAtom attributes(Head head, List<String> words, int number) {
      Map<String, List<String>> lists = new HashMap<>();
      List<String> target = null;
      for (String word : words) {
        if (KEYWORDS.contains(word) && !word.equals(MISSING)) {
          target =
              FLAGS.contains(word)
                  ? null
                  : lists.computeIfAbsent(word, keyword -> new ArrayList<>());
        } else if (target == null) {
          throw new FormatException(number, "unexpected word '" + word + "'");
        } else {
          target.add(ShapeWords.unquote(word, number));
        }
      }
      Traits traits =
          new Traits(
              words.contains("reverts"),
              !words.contains("pure"),
              slots(lists, "formerly"),
              slots(lists, "optional"),
              slots(lists, "revert-requires"),
              head.strategy,
              each(lists.get("each"), words.contains("each-given"), number));
      return new ShapeAtom(
          head.kind,
          head.name,
          head.version,
          slots(lists, "requires"),
          slots(lists, "provides"),
          traits);
    }

    private static @Nullable String each(@Nullable List<String> slots, boolean given, int number) {
      if (slots != null && (given || slots.size() != 1)) {
        throw new FormatException(number, "'each' has one name, and no 'each-given' beside it");
      }
      return slots != null ? slots.get(0) : given ? "" : null;
    }

    private static SortedSet<String> slots(Map<String, List<String>> lists, String keyword) {
      return ShapeAtom.slotSet(lists.getOrDefault(keyword, List.of()));
    }
  }
}
