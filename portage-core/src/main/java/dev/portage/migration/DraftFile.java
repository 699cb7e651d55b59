package dev.portage.migration;

import dev.portage.migration.StepDraft.Question;
import dev.portage.shape.Fingerprint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders a draft as a migration file. */
final class DraftFile {
  /** What reads as the text that it is, without quotes. */
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?:true|false|null)$)[A-Za-z][A-Za-z0-9_-]*|[0-9]+\\.[0-9]+");

  /** No expression can be read from it, so a file in which one is missing is refused. */
  private static final String OPEN = ", map: \"...\"";

  private final StepDraft draft;

  DraftFile(StepDraft draft) {
    this.draft = draft;
  }

  String text(String flow, String id, List<String> after) {
    List<String> lines = new ArrayList<>();
    lines.add("flow: " + word(flow));
    lines.add("steps:");
    lines.add("  - id: " + word(id));
    if (!after.isEmpty()) {
      lines.add("    after: " + words(after));
    }
    lines.add("    from: " + word(draft.from().toString()));
    Fingerprint to = draft.to();
    if (to != null) {
      lines.add("    to: " + word(to.toString()));
    }
    lines.add("    do:");
    for (Question question : draft.questions()) {
      lines.add("      # " + DraftSource.asked(question));
      lines.add("      # or nothing: drop: {task: " + word(question.gone()) + "}");
      lines.add("      - decide: " + words(DraftSource.named(question)));
    }
    draft.operations().forEach(operation -> lines.addAll(lines(operation)));
    Set<String> retired = draft.retired();
    if (!retired.isEmpty()) {
      lines.add("retired: " + words(retired));
    }
    return String.join("\n", lines) + "\n";
  }

  private List<String> lines(Operation operation) {
    if (!(operation instanceof IfThere optional)) {
      return lines(operation, "");
    }
    return lines(optional.operation(), ", optional: true");
  }

  private List<String> lines(Operation operation, String more) {
    if (operation instanceof Split split) {
      return split(split, more);
    }
    return List.of("      - " + operation.word() + ": {" + fields(operation) + more + "}");
  }

  private String fields(Operation operation) {
    if (operation instanceof Rename rename) {
      return "from: " + word(rename.from()) + ", to: " + word(rename.to());
    }
    if (operation instanceof Drop drop) {
      return "task: " + word(drop.atom());
    }
    if (operation instanceof ChangeVersion change) {
      String versions = ", from: " + word(change.from()) + ", to: " + word(change.to());
      return "task: " + word(change.atom()) + versions + (change.isMinor() ? "" : OPEN);
    }
    if (operation instanceof Merge merge) {
      String whole = word(merge.whole().name()) + ", version: " + word(merge.whole().version());
      String map = DraftSource.hasAll(draft, merge) ? "" : OPEN;
      return "tasks: " + words(merge.tasks()) + ", into: " + whole + map;
    }
    throw new IllegalStateException("no draft has " + operation.describe());
  }

  private List<String> split(Split split, String more) {
    List<String> lines = new ArrayList<>();
    lines.add("      - split:");
    lines.add("          task: " + word(split.atom()));
    lines.add("          into:");
    for (Part part : split.parts()) {
      String head = "task: " + word(part.name()) + ", version: " + word(part.version());
      lines.add("            - {" + head + output(split, part) + "}");
    }
    if (!more.isEmpty()) {
      lines.add("          optional: true");
    }
    return lines;
  }

  private String output(Split split, Part part) {
    Set<String> slots = new TreeSet<>(DraftSource.provides(draft.target(), part.name()));
    if (slots.isEmpty()) {
      return "";
    }
    return DraftSource.hasAll(draft, split, part) ? ", take: " + words(slots) : OPEN;
  }

  private static String words(Collection<String> names) {
    return names.stream().map(DraftFile::word).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Quotes mean in YAML what they mean in Java, as far as names can have them. */
  private static String word(@Nullable String text) {
    return text != null && PLAIN.matcher(text).matches() ? text : Lines.quoted(text);
  }
}
