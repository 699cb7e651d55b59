package dev.portage.migration;

import dev.portage.migration.StepDraft.Candidate;
import dev.portage.migration.StepDraft.Question;
import dev.portage.shape.AtomSet;
import dev.portage.shape.Fingerprint;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders a draft as Java. */
final class DraftSource {
  private static final String INDENT = "\n            ";

  private DraftSource() {}

  static String of(StepDraft draft, String id, List<String> after) {
    List<String> calls = new ArrayList<>();
    if (!after.isEmpty()) {
      calls.add(".after(" + quoted(after) + ")");
    }
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
    if (operation instanceof ChangeVersion change && !change.isMinor()) {
      return Lines.mapped(change.atom(), change.from(), change.to());
    }
    if (operation instanceof Merge merge) {
      return merge(draft, merge);
    }
    return operation instanceof Split split ? split(draft, split) : operation.line();
  }

  private static String merge(StepDraft draft, Merge merge) {
    return ".merge(List.of("
        + quoted(merge.tasks())
        + "), Whole.of("
        + Lines.quoted(merge.whole().name())
        + ", "
        + Lines.quoted(merge.whole().version())
        + ")"
        + (hasAll(draft, merge) ? "" : ".output((old, whole) -> ...)")
        + ")";
  }

  /** Whether what the tasks had, each slot once, is all that the whole provides. */
  static boolean hasAll(StepDraft draft, Merge merge) {
    Set<String> had = new HashSet<>();
    boolean isOnce = true;
    for (String task : merge.tasks()) {
      for (String slot : provides(draft.stored(), task)) {
        isOnce &= had.add(slot);
      }
    }
    return isOnce && had.containsAll(provides(draft.target(), merge.whole().name()));
  }

  /** Whether what the old task had of them is all that the part provides. */
  static boolean hasAll(StepDraft draft, Split split, Part part) {
    return provides(draft.stored(), split.atom())
        .containsAll(provides(draft.target(), part.name()));
  }

  /** The slots of an atom; none of one that is not there. */
  static Set<String> provides(AtomSet atoms, String name) {
    ShapeAtom atom = atoms.get(name);
    return atom == null ? Set.of() : atom.provides();
  }

  private static String split(StepDraft draft, Split split) {
    StringBuilder call = new StringBuilder(".split(").append(Lines.quoted(split.atom()));
    for (Part part : split.parts()) {
      call.append(',')
          .append(INDENT)
          .append("    Part.of(")
          .append(Lines.quoted(part.name()))
          .append(", ");
      call.append(Lines.quoted(part.version())).append(')').append(output(draft, split, part));
    }
    return call.append(')').toString();
  }

  private static String output(StepDraft draft, Split split, Part part) {
    Set<String> slots = provides(draft.target(), part.name());
    if (slots.isEmpty()) {
      return "";
    }
    return hasAll(draft, split, part)
        ? ".taking(" + quoted(slots) + ")"
        : ".output((old, part) -> ...)";
  }

  private static String comment(Question question) {
    return "// " + asked(question) + "; or nothing: .drop(" + Lines.quoted(question.gone()) + ")";
  }

  /** The question with its candidates, on one line. */
  static String asked(Question question) {
    return "what became of "
        + Lines.written(question.gone())
        + "? "
        + question.candidates().stream().map(DraftSource::words).collect(Collectors.joining("; "));
  }

  private static String words(Candidate candidate) {
    String names = Lines.written(String.join(", ", candidate.fresh()));
    String score = String.format(Locale.ROOT, " %.2f", candidate.score());
    if (candidate.gone().size() > 1) {
      return "merged with others into " + names + score;
    }
    return candidate.fresh().size() > 1 ? "split into " + names + score : names + score;
  }

  private static String decide(Question question) {
    return ".decide(" + quoted(named(question)) + ")";
  }

  /** The atom that is gone, and all that it may have become. */
  static Set<String> named(Question question) {
    Set<String> names = new LinkedHashSet<>();
    names.add(question.gone());
    question.candidates().forEach(candidate -> names.addAll(candidate.fresh()));
    return names;
  }

  private static String quoted(Collection<String> names) {
    return names.stream().map(Lines::quoted).collect(Collectors.joining(", "));
  }
}
