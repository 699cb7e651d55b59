package dev.portage.migration;

import dev.portage.migration.Plan.Newer;
import dev.portage.migration.Plan.Nothing;
import dev.portage.migration.Plan.Ready;
import dev.portage.migration.Plan.Stuck;
import dev.portage.shape.AtomSet;
import dev.portage.store.Stamp;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way from stored atoms to a target, or says why there is none. Pure.
 *
 * <p>First a fold over the steps that the flow has not been through, parents first: each applies,
 * concerns nothing here, or is a conflict. Then rules answer the first inconsistency that anyone
 * answers, removed ones first, then added, then changed; each answer must make the difference
 * smaller, so this ends. Then the proof: the atoms that are left must be the target's.
 */
public final class Planner {
  private final @Nullable MigrationBook book;

  /** A planner for flows with this book; null admits no difference at all. */
  public Planner(@Nullable MigrationBook book) {
    this.book = book;
  }

  /**
   * The plan.
   *
   * @param stored the atoms that are stored
   * @param stamp the steps that the flow has been through
   * @param target the atoms that the code has today
   */
  public Plan plan(AtomSet stored, Stamp stamp, AtomSet target) {
    if (book == null) {
      return withoutBook(stored, target);
    }
    List<String> unknown = book.unknown(stamp);
    if (!unknown.isEmpty()) {
      return new Newer(stored, unknown, Newer.steps(unknown));
    }
    Planning planning = new Planning(book, stored, target);
    if (!planning.foldUnseen(book.graph().unseen(stamp))
        || !planning.answer(book.rules())
        || !planning.prove()) {
      return planning.stuck();
    }
    List<Move> moves = planning.moves();
    return moves.isEmpty()
        ? new Nothing(stored, book.heads())
        : new Ready(stored, target, moves, book.heads());
  }

  /**
   * The moves that were made by these steps, and by rules after them.
   *
   * @return empty if the book no longer leads from the one to the other by them
   */
  Optional<List<Move>> again(AtomSet stored, List<Step> steps, AtomSet target) {
    Planning planning = new Planning(book, stored, target);
    boolean arrives =
        planning.fold(steps) && planning.answer(book == null ? List.of() : book.rules());
    return arrives ? Optional.of(planning.moves()) : Optional.empty();
  }

  private static Plan withoutBook(AtomSet stored, AtomSet target) {
    Planning planning = new Planning(null, stored, target);
    if (planning.prove()) {
      return new Nothing(stored, Stamp.NONE);
    }
    Stuck stuck = planning.stuck();
    return new Stuck(
        stored,
        stored,
        stuck.left(),
        "the code differs from what is stored, and no migration book is registered for this flow",
        stuck.findings());
  }
}
