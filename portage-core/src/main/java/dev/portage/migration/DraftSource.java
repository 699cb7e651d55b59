package dev.portage.migration;

import dev.portage.migration.StepDraft.Candidate;
import dev.portage.migration.StepDraft.Question;
import dev.portage.shape.Fingerprint;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders a draft as Java. */
final class DraftSource {
  private static final String INDENT = "\n            ";

  private DraftSource() {}

  static String of(StepDraft draft, String id) {
    List<String> calls = new ArrayList<>();
    calls.add(".from(" + Lines.quoted(draft.from().toString()) + ")");
    Fingerprint to = draft.to();
    if (to != null) {
      calls.add(".to(" + Lines.quoted(to.toString()) + ")");
    }
    for (Question question : draft.questions()) {
      calls.add(comment(question));
      calls.add(decide(question));
    }
    draft.operations().forEach(operation -> calls.add(line(draft, operation)));
    Set<String> retired = draft.retired();
    return "book.step("
        + Lines.quoted(id)
        + ",\n        step ->\n            step"
        + String.join(INDENT, calls)
        + ");\n"
        + (retired.isEmpty() ? "" : "book.retired(" + quoted(retired) + ");\n");
  }

  /** What is left to be written does not compile. */
  private static String line(StepDraft draft, Operation operation) {
    if (operation instanceof IfThere optional) {
      return line(draft, optional.operation()) + ".optional()";
    }
    if (operation instanceof ChangeVersion change) {
      return Lines.mapped(change.atom(), change.from(), change.to());
    }
    return operation instanceof Split split ? split(draft, split) : operation.line();
  }

  private static String split(StepDraft draft, Split split) {
    StringBuilder call = new StringBuilder(".split(").append(Lines.quoted(split.atom()));
    ShapeAtom whole = draft.stored().get(split.atom());
    Set<String> had = whole == null ? Set.of() : whole.provides();
    for (Part part : split.parts()) {
      ShapeAtom now = draft.target().get(part.name());
      Set<String> slots = now == null ? Set.of() : now.provides();
      call.append(',')
          .append(INDENT)
          .append("    Part.of(")
          .append(Lines.quoted(part.name()))
          .append(", ");
      call.append(Lines.quoted(part.version())).append(')').append(output(had, slots));
    }
    return call.append(')').toString();
  }

  private static String output(Set<String> had, Set<String> slots) {
    if (slots.isEmpty()) {
      return "";
    }
    return had.containsAll(slots)
        ? ".taking(" + quoted(slots) + ")"
        : ".output((old, part) -> ...)";
  }

  private static String comment(Question question) {
    return "// what became of "
        + question.gone()
        + "? "
        + question.candidates().stream().map(DraftSource::words).collect(Collectors.joining("; "))
        + "; or nothing: .drop("
        + Lines.quoted(question.gone())
        + ")";
  }

  private static String words(Candidate candidate) {
    String score = String.format(Locale.ROOT, " %.2f", candidate.score());
    if (candidate.gone().size() > 1) {
      return "merged with others into " + String.join(", ", candidate.fresh()) + score;
    }
    return candidate.fresh().size() > 1
        ? "split into " + String.join(", ", candidate.fresh()) + score
        : candidate.fresh().get(0) + score;
  }

  private static String decide(Question question) {
    Set<String> names = new LinkedHashSet<>();
    names.add(question.gone());
    question.candidates().forEach(candidate -> names.addAll(candidate.fresh()));
    return ".decide(" + quoted(names) + ")";
  }

  private static String quoted(Set<String> names) {
    return names.stream().map(Lines::quoted).collect(Collectors.joining(", "));
  }
}
