package dev.portage.migration;

import dev.portage.migration.Plan.Stuck;
import dev.portage.shape.AtomSet;
import dev.portage.shape.Fingerprint;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One search for a plan. */
final class Planning {
  private static final int MOST_SHOWN = 30;

  private final @Nullable MigrationBook book;
  private final AtomSet from;
  private final AtomSet target;
  private final Draft at;
  private final List<Move> moves = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Operation> answers = new ArrayList<>();
  private Fingerprint reached;
  private @Nullable Rule answering;
  private String why = "";
  private boolean misfit;

  Planning(@Nullable MigrationBook book, AtomSet from, AtomSet target) {
    this.book = book;
    this.from = from;
    this.target = target;
    this.at = new Draft(from, target);
    this.reached = from.fingerprint();
  }

  List<Move> moves() {
    return moves;
  }

  /** The atoms that the moves so far have led to. */
  AtomSet at() {
    return at.atoms();
  }

  /** Takes every step that the flow has not been through; false where that is not known. */
  boolean foldUnseen(StepGraph.Unseen unseen) {
    String objection = unseen.objection();
    if (objection != null) {
      return stop(objection);
    }
    for (Step step : unseen.steps()) {
      int before = moves.size();
      int mark = at.mark();
      if (!fold(List.of(step)) && !foldReplaced(step, unseen)) {
        return false;
      }
      String doubt = moves.size() == before ? null : unseen.doubts().about(step);
      if (doubt != null) {
        at.backTo(mark);
        return stop(doubt);
      }
    }
    return true;
  }

  /** Flows that look as if they were between the steps that one replaces take those. */
  private boolean foldReplaced(Step squash, StepGraph.Unseen unseen) {
    String misfit = why;
    List<Step> replaced = unseen.replaced(squash);
    return (!replaced.isEmpty() && fold(replaced)) || stop(misfit);
  }

  /** Takes these steps; false at the first conflict. */
  boolean fold(List<Step> unseen) {
    for (Step step : unseen) {
      int mark = at.mark();
      if (!take(step)) {
        at.backTo(mark);
        misfit = true;
        return false;
      }
    }
    return true;
  }

  private boolean take(Step step) {
    StepFit fit = StepFit.of(step, at);
    String misfit = fit.misfit();
    return misfit == null ? keep(step, fit.applied()) : stop(misfit);
  }

  private boolean keep(Step step, List<Operation> applied) {
    Fingerprint after = applied.isEmpty() ? reached : at.fingerprint();
    if (!isAsReviewed(step.anchors(), !applied.isEmpty(), after)) {
      return missed(step, after);
    }
    boolean allows = step.operations().isEmpty() && !step.allowed().isEmpty();
    if (!applied.isEmpty() || allows) {
      String digest = book == null ? "" : book.digest(step.id());
      moves.add(new Move(step.by(digest), applied, reached, after));
      reached = after;
    }
    return true;
  }

  private boolean isAsReviewed(Step.Anchors anchors, boolean applied, Fingerprint after) {
    String begin = anchors.from();
    String end = anchors.to();
    return begin == null
        || !reached.hex().startsWith(begin)
        || (applied && (end == null || after.hex().startsWith(end)));
  }

  private boolean missed(Step step, Fingerprint after) {
    findings.add(
        Finding.of(
            FindingCode.STEP03,
            "step " + step.id(),
            step.anchors().missed(after.equals(reached) ? null : after),
            Remedy.advice(
                "look again at what the step does, and give it the anchors that it has now")));
    return stop("step " + step.id() + " no longer does what was reviewed");
  }

  /** Asks the rules until nothing differs or nobody answers. */
  boolean answer(List<Rule> rules) {
    while (at.leftCount() > 0) {
      if (!answerOne(rules)) {
        return false;
      }
    }
    closeMove();
    return true;
  }

  private boolean answerOne(List<Rule> rules) {
    for (Iterator<Inconsistency> left = at.left().iterator(); left.hasNext(); ) {
      Inconsistency inconsistency = left.next();
      for (Rule rule : rules) {
        List<Operation> answer = ask(rule, inconsistency);
        if (answer == null) {
          return false;
        }
        if (!answer.isEmpty()) {
          int mark = at.mark();
          boolean taken = take(rule, answer, inconsistency);
          if (!taken) {
            at.backTo(mark);
          }
          return taken;
        }
      }
    }
    return stop(
        book == null
            ? "no migration book is registered"
            : "no step and no rule answers what is left");
  }

  /** Null if the rule cannot be asked. */
  private @Nullable List<Operation> ask(Rule rule, Inconsistency inconsistency) {
    List<Operation> answer;
    try {
      answer = rule.answer().to(inconsistency, at);
    } catch (RuntimeException e) {
      misanswers(rule, "threw at '" + inconsistency.describe() + "': " + Rule.said(e));
      return null;
    }
    if (answer == null || answer.stream().anyMatch(Objects::isNull)) {
      misanswers(
          rule,
          "answers '"
              + inconsistency.describe()
              + "' with null; an empty list says that it has no answer");
      return null;
    }
    return List.copyOf(answer);
  }

  private boolean misanswers(Rule rule, String sentence) {
    findings.add(
        Finding.of(
            FindingCode.RULE01,
            rule.name(),
            sentence,
            Remedy.advice(
                "mend the rule: each answer fits what is stored and leaves less that differs")));
    return stop(rule.name() + " " + sentence);
  }

  private boolean take(Rule rule, List<Operation> answer, Inconsistency to) {
    if (!rule.equals(answering)) {
      closeMove();
      answering = rule;
    }
    int size = at.leftCount();
    for (Operation operation : answer) {
      Fit fit = operation.fit(at);
      if (!fit.applies()) {
        return misanswers(
            rule,
            "answers '"
                + to.describe()
                + "' with '"
                + operation.describe()
                + "', which does not fit "
                + shown()
                + (fit.why() == null ? "" : ": " + fit.why()));
      }
      operation.apply(at);
    }
    int left = at.leftCount();
    if (left >= size) {
      return misanswers(
          rule,
          "made no progress on '"
              + to.describe()
              + "' at "
              + shown()
              + " ("
              + size
              + " -> "
              + left
              + " differences)");
    }
    answers.addAll(answer);
    return true;
  }

  /** The atoms, or of many how many. */
  private String shown() {
    AtomSet atoms = at.atoms();
    return atoms.all().size() <= MOST_SHOWN
        ? atoms.toString()
        : atoms.fingerprint() + " with its " + atoms.all().size() + " atoms";
  }

  /** What one rule answers in a row is one move: hashing the atoms at each answer would cost. */
  private void closeMove() {
    if (answering != null && !answers.isEmpty()) {
      Fingerprint after = at.fingerprint();
      moves.add(new Move(answering.by(), answers, reached, after));
      answers.clear();
      reached = after;
    }
  }

  /** Whether the atoms are the target's, and none has a name that was retired. */
  boolean prove() {
    if (at.leftCount() > 0) {
      return stop("the code differs from what is stored");
    }
    if (book != null) {
      for (ShapeAtom atom : target.all()) {
        if (book.retiredNames().contains(atom.name())) {
          findings.add(Residue.retired(atom));
        }
      }
    }
    return findings.isEmpty() || stop("a name that was retired is used again");
  }

  private boolean stop(String reason) {
    why = reason;
    return false;
  }

  Stuck stuck() {
    List<Inconsistency> left = at.left().toList();
    List<Finding> all = new ArrayList<>(findings);
    if (!misfit) { // else the step is to be mended, and what is left is its business
      left.forEach(inconsistency -> Residue.finding(inconsistency).ifPresent(all::add));
    }
    return new Stuck(from, at.atoms(), left, why, all);
  }
}
