package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.shape.Precedence;
import dev.portage.store.AtomRecord;

/** Whose turn it is, by what the rows of a run say. Not thread-safe. */
final class Turns {
  private final Cells cells;
  private final Frontier frontier;
  private final Ready toExecute;
  private final Ready toRevert;
  private final Flags active = new Flags();
  private int activeCount;

  Turns(Precedence order, Cells cells, Priorities priorities) {
    this.cells = cells;
    this.toExecute = new Ready(priorities.toExecute(cells), this::isToBegin);
    this.toRevert = new Ready(priorities.toRevert(cells), this::isToUndo);
    this.frontier = new Frontier(order, this::offerAll);
  }

  /** The atom whose turn it is, or -1; what is to be reverted comes first. */
  int next() {
    int atom = toRevert.peek();
    return atom >= 0 ? atom : toExecute.peek();
  }

  /** Whether everything that stands before an atom is done. */
  boolean mayExecute(int atom) {
    return frontier.mayExecute(cells.node(atom));
  }

  /** Takes the row of an atom into account, which is new. */
  void refresh(int atom) {
    int node = cells.node(atom);
    AtomRecord row = cells.row(node);
    Items items = cells.fanOut(node);
    frontier.passed(node, Cells.isPassed(row));
    frontier.clear(node, Cells.isClear(row.state()) && (items == null || items.areClear()));
    offer(atom);
    if (node != atom) {
      offer(node);
    }
  }

  void offerAll(int node) {
    offer(node);
    for (int item : cells.itemsAt(node)) {
      offer(item);
    }
  }

  private void offer(int atom) {
    toExecute.offer(atom);
    toRevert.offer(atom);
  }

  /** A body of this atom runs; until it has ended it is nobody's turn there. */
  void begun(int atom) {
    active.put(atom, true);
    activeCount++;
  }

  void ended(int atom) {
    active.put(atom, false);
    activeCount--;
  }

  /** How many bodies have been begun and not completed. */
  int active() {
    return activeCount;
  }

  /** The turn of a fan-out's head comes twice: to learn what its items are, and after them. */
  private boolean isToBegin(int atom) {
    int node = cells.node(atom);
    if (!Cells.isToBegin(cells.row(atom)) || cells.isGone(atom) || !frontier.mayExecute(node)) {
      return false;
    }
    Items items = cells.fanOut(atom);
    return items == null
        ? node == atom || Cells.isToBegin(cells.row(node))
        : !items.areFixed() || items.areDone();
  }

  private boolean isToUndo(int atom) {
    Items items = cells.fanOut(atom);
    if (active.get(atom)
        || !frontier.mayRevert(cells.node(atom))
        || (items != null && !items.areClear())) {
      return false;
    }
    AtomState state = cells.row(atom).state();
    return cells.row(atom).intention() == Intention.REVERT
        ? state == AtomState.SUCCESS || state == AtomState.FAILURE || state == AtomState.REVERTING
        : isToRetry(atom);
  }

  /** Whether what {@link #next} gave is a retry whose flow is to run again. */
  boolean isToRetry(int atom) {
    AtomState state = cells.row(atom).state();
    return cells.row(atom).intention() == Intention.RETRY
        && (state == AtomState.SUCCESS
            || state == AtomState.RETRYING
            || state == AtomState.PENDING);
  }
}
