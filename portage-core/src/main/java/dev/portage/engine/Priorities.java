package dev.portage.engine;

import dev.portage.model.Flow;
import dev.portage.model.Task;
import dev.portage.shape.Precedence;
import java.util.Comparator;

/** Which of several ready atoms comes first: the one of the highest priority. */
final class Priorities {
  private final int[] byAtom;
  private boolean anyDiffers;

  private Priorities(int atoms) {
    this.byAtom = new int[atoms];
  }

  /** Of the tasks of a flow, by the numbers of the atoms. */
  static Priorities of(Flow flow, Precedence order) {
    Priorities priorities = new Priorities(order.atomCount());
    flow.forEachTask(task -> priorities.note(task, order));
    return priorities;
  }

  private void note(Task task, Precedence order) {
    if (task.priority() != 0) {
      byAtom[order.node(task.name())] = task.priority();
      anyDiffers = true;
    }
  }

  /** Of equal ones the first declared, and of one fan-out the first in the list. */
  Comparator<Integer> toExecute(Cells cells) {
    return byPriority(cells, inOrder(cells));
  }

  /** Of equal ones the last declared. */
  Comparator<Integer> toRevert(Cells cells) {
    return byPriority(cells, inOrder(cells).reversed());
  }

  private static Comparator<Integer> inOrder(Cells cells) {
    return (one, other) -> {
      int nodes = Integer.compare(cells.node(one), cells.node(other));
      return nodes == 0 ? Integer.compare(one, other) : nodes;
    };
  }

  private Comparator<Integer> byPriority(Cells cells, Comparator<Integer> order) {
    return anyDiffers
        ? Comparator.<Integer>comparingInt(cell -> byAtom[cells.node(cell)])
            .reversed()
            .thenComparing(order)
        : order;
  }
}
