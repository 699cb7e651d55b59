package dev.portage.migration;

import dev.portage.migration.StepGraph.Unseen;
import dev.portage.shape.AtomSet;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves that steps which replace others do what those did. Runs both over stored shapes and
 * demands the same end, and for each task the same moves. Pure.
 */
public final class SquashProof {
  private final MigrationBook book;

  /** A proof for the steps of one book. */
  public SquashProof(MigrationBook book) {
    this.book = book;
  }

  /**
   * Flows that the proof is made for.
   *
   * @param stored their atoms
   * @param stamp the steps that they have been through
   * @param target the atoms that the code has for them
   */
  public record Case(AtomSet stored, Stamp stamp, AtomSet target) {}

  /** What came of comparing a step with those that it replaces. */
  public enum Result {
    /** Both lead to the same end with the same moves for each task. */
    SAME,
    /** The flows need neither. */
    NOT_NEEDED,
    /** The flows are between the replaced steps, which have to stay in the book for them. */
    IN_BETWEEN,
    /** They do not do the same. */
    DIFFERENT,
    /** The replaced steps are no longer in the book, so there is nothing to compare with. */
    GONE;

    /** In words, as shown. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * One comparison.
   *
   * @param step the id of the step that replaces others
   * @param flows what it was compared on
   * @param result what came of it
   * @param why of DIFFERENT, in a sentence without a full stop; empty otherwise
   */
  public record Comparison(String step, Case flows, Result result, String why) {}

  /** Compares every step that replaces others on each of these, steps in the order of the book. */
  public List<Comparison> on(Collection<Case> cases) {
    List<Comparison> all = new ArrayList<>();
    for (Step step : book.steps()) {
      if (!step.replaces().isEmpty()) {
        cases.forEach(each -> all.add(compare(step, each)));
      }
    }
    return all;
  }

  private Comparison compare(Step squash, Case flows) {
    List<Step> replaced =
        squash.replaces().stream().map(book::step).filter(Objects::nonNull).toList();
    if (replaced.isEmpty()) {
      return new Comparison(squash.id(), flows, Result.GONE, "");
    }
    Set<String> seen = book.graph().seen(flows.stamp());
    if (!book.unknown(flows.stamp()).isEmpty() || seen.contains(squash.id())) {
      return new Comparison(squash.id(), flows, Result.NOT_NEEDED, "");
    }
    if (squash.replaces().stream().anyMatch(seen::contains)) {
      return new Comparison(squash.id(), flows, Result.IN_BETWEEN, "");
    }
    Chain one = Chain.of(book, flows, List.of(squash), squash);
    Chain many = Chain.of(book, flows, replaced, squash);
    String why = one.differenceTo(many);
    if (why == null) {
      Result result = many.touched.isEmpty() ? Result.NOT_NEEDED : Result.SAME;
      return new Comparison(squash.id(), flows, result, "");
    }
    boolean partly = one.fitsInPart && many.why == null && many.applied < replaced.size();
    return partly
        ? new Comparison(squash.id(), flows, Result.IN_BETWEEN, "")
        : new Comparison(squash.id(), flows, Result.DIFFERENT, why);
  }

  /**
   * What some steps do to the atoms of a shape.
   *
   * @param why they cannot be taken; null if they can
   * @param end the atoms afterwards
   * @param touched by stored task what was done to it
   * @param applied how many of the steps found anything to do
   * @param fitsInPart whether one of them found some of what it is for, and not all
   */
  private record Chain(
      @Nullable String why,
      AtomSet end,
      Map<String, TaskMoves.Net> touched,
      int applied,
      boolean fitsInPart) {
    /** Takes what the flows need that comes before, and then these steps. */
    static Chain of(MigrationBook book, Case flows, List<Step> steps, Step squash) {
      Planning planning = new Planning(null, flows.stored(), flows.target());
      Unseen unseen = book.graph().unseen(flows.stamp());
      Set<String> before = book.graph().seen(Stamp.of(squash.after()));
      List<Step> first =
          unseen.steps().stream().filter(step -> before.contains(step.id())).toList();
      if (!planning.fold(first)) {
        return new Chain(planning.stuck().why(), planning.at(), Map.of(), 0, false);
      }
      AtomSet from = planning.at();
      int done = planning.moves().size();
      boolean fits = planning.fold(steps);
      List<Move> moves = planning.moves().subList(done, planning.moves().size());
      return new Chain(
          fits ? null : planning.stuck().why(),
          planning.at(),
          TaskMoves.of(from, flows.target(), moves),
          moves.size(),
          !fits);
    }

    /** Null if there is none that matters. */
    @Nullable String differenceTo(Chain many) {
      if (why != null || many.why != null) {
        return Objects.equals(why, many.why) && applied == many.applied
            ? null
            : why != null
                ? "the replaced steps fit, this one does not: " + why
                : "this step fits, the replaced ones do not: " + many.why;
      }
      if (!end.equals(many.end)) {
        return "the replaced steps lead to " + many.end + ", this one leads to " + end;
      }
      for (String task : TaskMoves.both(touched, many.touched)) {
        TaskMoves.Net here = touched.getOrDefault(task, TaskMoves.Net.NONE);
        TaskMoves.Net there = many.touched.getOrDefault(task, TaskMoves.Net.NONE);
        if (!here.equals(there)) {
          return "to " + task + " the replaced steps do " + there + ", this one does " + here;
        }
      }
      return null;
    }
  }
}
