package dev.portage.engine;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.shape.Precedence;
import dev.portage.store.AtomRecord;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What of a stored flow is being undone, as its intentions say: all of it, or what stands behind
 * retries that have given up, or that undo their part for the next attempt. Immutable.
 */
public final class Undoing {
  /** Nothing is undone. */
  public static final Undoing NONE = new Undoing();

  private final BitSet back = new BitSet();
  private final BitSet again = new BitSet();
  private final List<Integer> retries = new ArrayList<>();
  private boolean all;

  private Undoing() {}

  /**
   * What is undone, given the row of each atom. A retry that stands behind another one has no say;
   * what is reverted without a retry to explain it means that everything is.
   */
  public static Undoing of(Precedence order, IntFunction<AtomRecord> rows) {
    Undoing undoing = new Undoing();
    for (int atom = 0; atom < order.atomCount(); atom++) {
      AtomRecord row = rows.apply(atom);
      boolean decided =
          isAgain(row) || (row.kind() == AtomKind.RETRY && row.intention() == Intention.REVERT);
      if (decided && !undoing.isUndone(atom)) {
        undoing.retries.add(atom);
        BitSet behind = isAgain(row) ? undoing.again : undoing.back;
        behind.set(atom);
        behind.or(order.after(atom));
      }
    }
    for (int atom = 0; atom < order.atomCount() && !undoing.all; atom++) {
      AtomRecord row = rows.apply(atom);
      undoing.all =
          !undoing.isUndone(atom)
              && (row.intention() == Intention.REVERT || row.state() == AtomState.REVERTING);
    }
    return undoing;
  }

  /** Whether a retry has said that its part is tried again, and that has not begun. */
  static boolean isAgain(AtomRecord row) {
    return row.intention() == Intention.RETRY || row.state() == AtomState.RETRYING;
  }

  /** Whether the whole flow is reverted. */
  public boolean isAll() {
    return all;
  }

  /** The retries that have decided about what stands behind them, in declared order. */
  public List<Integer> retries() {
    return List.copyOf(retries);
  }

  /** Whether the atom is reverted, or will be as soon as its turn comes. */
  public boolean isUndone(int atom) {
    return all || back.get(atom) || again.get(atom);
  }

  /** Whether the atom is reverted only to run again in the next attempt. */
  public boolean runsAgain(int atom) {
    return !all && again.get(atom) && !back.get(atom);
  }
}
