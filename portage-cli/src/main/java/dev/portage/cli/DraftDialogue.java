package dev.portage.cli;

import dev.portage.cli.Terminal.Keyboard;
import dev.portage.migration.StepDraft;
import dev.portage.migration.StepDraft.Candidate;
import dev.portage.migration.StepDraft.Question;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks a person what became of stored atoms. */
final class DraftDialogue {
  private final Keyboard keyboard;
  private final Shape stored;
  private final Set<String> later = new HashSet<>();

  private DraftDialogue(Keyboard keyboard, Shape stored) {
    this.keyboard = keyboard;
    this.stored = stored;
  }

  /**
   * The draft with all answers.
   *
   * @throws CommandException if the answers end too early, or nobody can be asked
   */
  static StepDraft complete(StepDraft draft, Shape stored, OutputOptions output) {
    Keyboard keyboard = output.terminal().keyboard();
    if (keyboard == null) {
      throw unanswered(draft, stored);
    }
    DraftDialogue dialogue = new DraftDialogue(keyboard, stored);
    StepDraft known = draft;
    Optional<Question> next = dialogue.next(known);
    while (next.isPresent()) {
      known = dialogue.ask(known, next.get());
      next = dialogue.next(known);
    }
    return known;
  }

  private static CommandException unanswered(StepDraft draft, Shape stored) {
    List<Question> questions = draft.questions();
    String names =
        questions.stream()
            .map(question -> named(question.gone(), stored))
            .collect(Collectors.joining(", "));
    String hints =
        questions.stream().map(DecisionOptions::hint).collect(Collectors.joining("\n    "));
    return new CommandException(
        ExitCode.UNCONFIRMED,
        Text.count(questions.size(), "decision")
            + " needed and no terminal: "
            + names
            + "\n  next: answer with\n    "
            + hints
            + "\n  or write it open with --undecided");
  }

  private Optional<Question> next(StepDraft draft) {
    return draft.questions().stream().filter(one -> !later.contains(one.gone())).findFirst();
  }

  private StepDraft ask(StepDraft draft, Question question) {
    List<Candidate> candidates = Decisions.likeliestFirst(question);
    int drop = candidates.size() + 1;
    int choice = number(text(question, candidates), drop + 1);
    if (choice < drop) {
      return Decisions.take(draft, candidates.get(choice - 1));
    }
    if (choice == drop) {
      return draft.dropped(question.gone());
    }
    later.add(question.gone());
    return draft;
  }

  private int number(String text, int most) {
    String prompt = text;
    while (true) {
      String said = keyboard.ask(prompt);
      if (said == null) {
        throw new CommandException(ExitCode.UNCONFIRMED, "no answer; nothing was written");
      }
      String digits = said.strip();
      for (int choice = 1; choice <= most; choice++) {
        if (digits.equals(Integer.toString(choice))) {
          return choice;
        }
      }
      prompt = "  a number from 1 to " + most + " > ";
    }
  }

  private String text(Question question, List<Candidate> candidates) {
    List<String> words = new ArrayList<>(candidates.stream().map(DraftDialogue::words).toList());
    int width = words.stream().mapToInt(String::length).max().orElse(0);
    StringBuilder out = new StringBuilder("? What became of ");
    out.append(named(question.gone(), stored)).append("?\n");
    for (int i = 0; i < words.size(); i++) {
      Candidate candidate = candidates.get(i);
      String reason = String.format(Locale.ROOT, "(%.2f: %s)", candidate.score(), candidate.why());
      String padding = " ".repeat(width - words.get(i).length());
      line(out, i + 1, words.get(i) + padding + "   " + reason);
    }
    line(out, words.size() + 1, "drop " + Text.line(question.gone()));
    line(out, words.size() + 2, "decide later: it stays open in what is written");
    return out.append("  > ").toString();
  }

  private static void line(StringBuilder out, int number, String text) {
    out.append("  ").append(number).append(") ").append(text).append('\n');
  }

  private static String words(Candidate candidate) {
    String gone = Text.line(String.join(" + ", candidate.gone()));
    String fresh = Text.line(String.join(" + ", candidate.fresh()));
    if (candidate.gone().size() > 1) {
      return "merge " + gone + " into " + fresh;
    }
    return candidate.fresh().size() > 1
        ? "split " + gone + " into " + fresh
        : "rename " + gone + " -> " + fresh;
  }

  /** With its version. */
  static String named(String atom, Shape shape) {
    ShapeAtom known = shape.atoms().get(atom);
    String version = known == null ? null : known.version();
    return Text.line(version == null ? atom : atom + "@" + version);
  }
}
