package dev.portage.cli;

import dev.portage.migration.StepDraft;
import dev.portage.migration.StepDraft.Candidate;
import dev.portage.migration.StepDraft.Question;
import dev.portage.shape.ShapeAtom;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A draft that learns, answer by answer, what became of stored atoms. Used by one thread. */
final class Decisions {
  private final DraftSubject subject;
  private final Set<String> answered = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private StepDraft draft;

  Decisions(DraftSubject subject) {
    this.subject = subject;
    this.draft = subject.draft();
  }

  StepDraft draft() {
    return draft;
  }

  /** What may have become of an atom, as it is offered. */
  static List<Candidate> likeliestFirst(Question question) {
    return question.candidates().stream()
        .sorted(Comparator.comparingDouble(Candidate::score).reversed())
        .toList();
  }

  /** Whichever of the three it is. */
  static StepDraft take(StepDraft draft, Candidate candidate) {
    List<String> fresh = candidate.fresh();
    if (candidate.gone().size() > 1) {
      return draft.merged(candidate.gone(), fresh.get(0));
    }
    String gone = candidate.gone().get(0);
    return fresh.size() > 1
        ? draft.split(gone, fresh.toArray(String[]::new))
        : draft.renamed(gone, fresh.get(0));
  }

  void rename(Candidate answer) {
    count(answer, answer.gone().size() == 1 && answer.fresh().size() == 1, "one name by another");
    check(answer, false);
    draft = take(draft, answer);
  }

  void split(Candidate answer) {
    count(answer, answer.gone().size() == 1 && answer.fresh().size() > 1, "one task by several");
    check(answer, true);
    draft = take(draft, answer);
  }

  void merge(Candidate answer) {
    count(answer, answer.gone().size() > 1 && answer.fresh().size() == 1, "several tasks by one");
    check(answer, true);
    draft = take(draft, answer);
  }

  void drop(String name) {
    gone("--drop", name, false);
    draft = draft.dropped(name);
  }

  private static void count(Candidate answer, boolean isRight, String what) {
    if (!isRight) {
      throw CommandException.usage(
          answer.why() + " replaces " + what + "\n  next: " + Shell.portage() + " new --help");
    }
  }

  /** Whether the names are of the two shapes, of one kind, and free. */
  private void check(Candidate answer, boolean mayStay) {
    String option = answer.why();
    for (String name : answer.gone()) {
      gone(option, name, mayStay && answer.fresh().contains(name));
    }
    for (String name : answer.fresh()) {
      ShapeAtom now = subject.target().atoms().get(name);
      boolean isOld = subject.stored().atoms().has(name) && !answer.gone().contains(name);
      if (now == null || isOld) {
        throw refused(option, name, now == null ? "is not in the code" : "is stored already");
      }
      if (!taken.add(name)) {
        throw refused(option, name, "stands for two");
      }
      for (String gone : answer.gone()) {
        ShapeAtom old = subject.stored().atoms().get(gone);
        if (old != null && (old.kind() != now.kind() || old.isFanOut() != now.isFanOut())) {
          throw refused(option, name, "is of another kind than " + Text.line(gone));
        }
      }
    }
  }

  private void gone(String option, String name, boolean mayStay) {
    if (!subject.stored().atoms().has(name)) {
      throw refused(option, name, "is not in " + subject.stored().fingerprint().brief());
    }
    if (!mayStay && subject.target().atoms().has(name)) {
      throw refused(option, name, "is still in the code");
    }
    if (!answered.add(name)) {
      throw refused(option, name, "is answered twice");
    }
  }

  private CommandException refused(String option, String name, String why) {
    return CommandException.usage(
        option
            + ": '"
            + Text.line(name)
            + "' "
            + why
            + "\n  next: "
            + Shell.portage()
            + " diff "
            + subject.stored().fingerprint().brief()
            + " current shows what is where");
  }
}
