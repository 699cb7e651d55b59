package dev.portage.migration;

import dev.portage.migration.StepDraft.Candidate;
import dev.portage.migration.StepDraft.Question;
import dev.portage.shape.Fingerprint;
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
    draft.operations().forEach(operation -> calls.add(line(operation)));
    Set<String> retired = draft.retired();
    return "book.step("
        + Lines.quoted(id)
        + ",\n        step ->\n            step"
        + String.join(INDENT, calls)
        + ");\n"
        + (retired.isEmpty() ? "" : "book.retired(" + quoted(retired) + ");\n");
  }

  /** What is left to be written does not compile. */
  private static String line(Operation operation) {
    if (operation instanceof IfThere optional) {
      return line(optional.operation()) + ".optional()";
    }
    return operation instanceof ChangeVersion change
        ? Lines.mapped(change.atom(), change.from(), change.to())
        : operation.line();
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
