package dev.portage.files;

import dev.portage.files.Node.Entry;
import dev.portage.files.Node.Keyed;
import dev.portage.files.Node.Many;
import dev.portage.files.Node.One;
import dev.portage.model.DefinitionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** One step in place of several of migration files, as a migration file. */
public final class SquashedFile {
  private static final String WHAT = "the migration files";
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?:true|false|null)$)[A-Za-z][A-Za-z0-9_-]*");

  private final Map<String, Node> steps = new HashMap<>();

  private SquashedFile() {}

  /**
   * Finds the steps of one flow.
   *
   * @throws DefinitionException if a file cannot be read
   */
  public static SquashedFile of(List<Path> files, String flow) {
    SquashedFile squashed = new SquashedFile();
    Mistakes mistakes = new Mistakes();
    for (Path path : files) {
      Document document = Document.read(path, mistakes);
      Node root = document == null ? null : document.tree(mistakes);
      if (root != null && word(value(root, "flow")).equals(flow)) {
        if (value(root, "steps") instanceof Many many) {
          many.items().forEach(step -> squashed.steps.put(word(value(step, "id")), step));
        }
      }
    }
    mistakes.refuse(WHAT);
    return squashed;
  }

  private static @Nullable Node value(@Nullable Node node, String key) {
    return node instanceof Keyed keyed
        ? keyed.entries().stream()
            .filter(entry -> entry.key().equals(key))
            .map(Entry::value)
            .findFirst()
            .orElse(null)
        : null;
  }

  private static String word(@Nullable Node node) {
    return node instanceof One one ? one.text() : "";
  }

  /**
   * The file: what the replaced steps do, in their order and word by word, as one step.
   *
   * @param id what it is called
   * @param after the steps that it comes after
   * @param replaced the steps that it replaces; each has to be in the files
   */
  public String text(String flow, String id, Collection<String> after, List<String> replaced) {
    StringBuilder out = new StringBuilder();
    out.append("flow: ").append(quoted(flow)).append("\nsteps:\n  - id: ").append(quoted(id));
    out.append("\n    because: ");
    out.append(quoted("in place of " + String.join(", ", replaced))).append('\n');
    if (!after.isEmpty()) {
      out.append("    after: ").append(list(after)).append('\n');
    }
    out.append("    replaces: ").append(list(replaced)).append('\n');
    anchor("from", replaced.get(0), out);
    anchor("to", replaced.get(replaced.size() - 1), out);
    List<Entry> allowed = new ArrayList<>();
    for (String each : replaced) {
      if (value(steps.get(each), "allow") instanceof Keyed keyed) {
        keyed.entries().stream()
            .filter(entry -> allowed.stream().noneMatch(a -> a.key().equals(entry.key())))
            .forEach(allowed::add);
      }
    }
    if (!allowed.isEmpty()) {
      out.append("    allow:\n");
      allowed.forEach(entry -> out.append("      ").append(entry(entry)).append('\n'));
    }
    out.append("    do:\n");
    for (String each : replaced) {
      out.append("      # what ").append(quoted(each)).append(" does\n");
      if (value(steps.get(each), "do") instanceof Many many) {
        many.items().forEach(one -> out.append("      - ").append(operation(one)).append('\n'));
      }
    }
    return out.toString();
  }

  private void anchor(String key, String step, StringBuilder out) {
    Node anchor = value(steps.get(step), key);
    if (anchor != null) {
      out.append("    ").append(key).append(": ").append(flow(anchor)).append('\n');
    }
  }

  private static String operation(Node node) {
    return node instanceof Keyed keyed
        ? keyed.entries().stream()
            .map(SquashedFile::entry)
            .collect(Collectors.joining("\n        "))
        : flow(node);
  }

  private static String entry(Entry entry) {
    return quoted(entry.key()) + ": " + flow(entry.value());
  }

  /** On one line, in the style that JSON has too. */
  private static String flow(Node node) {
    if (node instanceof Many many) {
      return many.items().stream()
          .map(SquashedFile::flow)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (node instanceof Keyed keyed) {
      return keyed.entries().stream()
          .map(SquashedFile::entry)
          .collect(Collectors.joining(", ", "{", "}"));
    }
    One one = (One) node;
    return switch (one.type()) {
      case TEXT -> quoted(one.text());
      case NULL -> "null";
      default -> one.text();
    };
  }

  private static String list(Collection<String> words) {
    return words.stream().map(SquashedFile::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    return PLAIN.matcher(text).matches()
        ? text
        : "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
  }
}
