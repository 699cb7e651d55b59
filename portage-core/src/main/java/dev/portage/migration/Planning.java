package dev.portage.migration;

import dev.portage.migration.Plan.Stuck;
import dev.portage.shape.AtomSet;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeDiff;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One search for a plan. */
final class Planning {
  private final @Nullable MigrationBook book;
  private final AtomSet from;
  private final AtomSet target;
  private final List<Move> moves = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private AtomSet at;
  private String why = "";

  Planning(@Nullable MigrationBook book, AtomSet from, AtomSet target) {
    this.book = book;
    this.from = from;
    this.target = target;
    this.at = from;
  }

  List<Move> moves() {
    return moves;
  }

  /** The atoms that the moves so far have led to. */
  AtomSet at() {
    return at;
  }

  /** Takes every unseen step; false at the first conflict. */
  boolean fold(List<Step> unseen) {
    for (Step step : unseen) {
      if (!take(step)) {
        return false;
      }
    }
    return true;
  }

  private boolean take(Step step) {
    AtomSet before = at;
    AtomSet now = at;
    int applied = 0;
    String vacuous = "";
    for (Operation operation : step.operations()) {
      Fit fit = operation.fit(now);
      if (fit.applies()) {
        now = operation.apply(now, target);
        applied++;
      } else if (fit.isVacuous()) {
        vacuous = operation.describe();
      } else {
        return stop("step " + step.id() + " does not fit: " + fit.why());
      }
    }
    if (applied > 0 && !vacuous.isEmpty()) {
      return stop(
          "step " + step.id() + " fits in part only: '" + vacuous + "' finds nothing in " + before);
    }
    String from = step.anchors().from();
    if (from != null && before.fingerprint().hex().startsWith(from)) {
      String to = step.anchors().to();
      if (applied == 0 || (to != null && !now.fingerprint().hex().startsWith(to))) {
        return missed(step, now);
      }
    }
    if (applied > 0) {
      moves.add(new Move(step.by(), step.operations(), before.fingerprint(), now.fingerprint()));
      at = now;
    }
    return true;
  }

  private boolean missed(Step step, AtomSet reached) {
    findings.add(
        Finding.of(
            FindingCode.STEP03,
            "step " + step.id(),
            "was to lead from "
                + step.anchors().from()
                + " to "
                + step.anchors().to()
                + ", and leads to "
                + reached.fingerprint(),
            "look again at what the step does, and give it the anchors that it has now"));
    return stop("step " + step.id() + " no longer does what was reviewed");
  }

  /** Asks the rules until nothing differs or nobody answers. */
  boolean answer(List<Rule> rules) {
    for (ShapeDiff diff = diff(); !diff.isEmpty(); diff = diff()) {
      if (!answerOne(rules, diff)) {
        return false;
      }
    }
    return true;
  }

  private boolean answerOne(List<Rule> rules, ShapeDiff diff) {
    for (Inconsistency inconsistency : diff.inconsistencies()) {
      for (Rule rule : rules) {
        List<Operation> answer;
        try {
          answer = List.copyOf(rule.answer().to(inconsistency, at, target));
        } catch (RuntimeException e) {
          return stop(rule.name() + " threw at '" + inconsistency.describe() + "': " + e);
        }
        if (!answer.isEmpty()) {
          return take(rule, answer, inconsistency, diff.size());
        }
      }
    }
    return stop(
        book == null
            ? "no migration book is registered"
            : "no step and no rule answers what is left");
  }

  private boolean take(Rule rule, List<Operation> answer, Inconsistency to, int size) {
    AtomSet now = at;
    for (Operation operation : answer) {
      Fit fit = operation.fit(now);
      if (!fit.applies()) {
        return stop(
            rule.name()
                + " answers '"
                + to.describe()
                + "' with '"
                + operation.describe()
                + "', which does not fit "
                + now
                + (fit.why() == null ? "" : ": " + fit.why()));
      }
      now = operation.apply(now, target);
    }
    int left = ShapeDiff.between(now, target).size();
    if (left >= size) {
      return stop(
          rule.name()
              + " made no progress on '"
              + to.describe()
              + "' ("
              + size
              + " -> "
              + left
              + " differences)");
    }
    moves.add(new Move(Move.By.rule(rule.name()), answer, at.fingerprint(), now.fingerprint()));
    at = now;
    return true;
  }

  /** Whether the atoms are the target's, and none has a name that was retired. */
  boolean prove() {
    if (!diff().isEmpty()) {
      return stop("the code differs from what is stored");
    }
    if (book != null) {
      for (ShapeAtom atom : target.all()) {
        if (book.retiredNames().contains(atom.name())) {
          findings.add(
              Finding.of(
                  FindingCode.NAME01,
                  atom.name(),
                  "is in the code again, but its name was retired",
                  "give the task another name"));
        }
      }
    }
    return findings.isEmpty() || stop("a name that was retired is used again");
  }

  private ShapeDiff diff() {
    return ShapeDiff.between(at, target);
  }

  private boolean stop(String reason) {
    why = reason;
    return false;
  }

  Stuck stuck() {
    List<Inconsistency> left = diff().inconsistencies();
    List<Finding> all = new ArrayList<>(findings);
    left.forEach(inconsistency -> Residue.finding(inconsistency).ifPresent(all::add));
    return new Stuck(from, at, left, why, all);
  }
}
