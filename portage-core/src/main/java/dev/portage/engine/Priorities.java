package dev.portage.engine;

import dev.portage.model.Flow;
import dev.portage.model.Part;
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
    priorities.collect(flow, order);
    return priorities;
  }

  private void collect(Flow flow, Precedence order) {
    for (Part part : flow.parts()) {
      if (part instanceof Task task && task.priority() != 0) {
        byAtom[order.node(task.name())] = task.priority();
        anyDiffers = true;
      } else if (part instanceof Flow subflow) {
        collect(subflow, order);
      }
    }
  }

  /** Of equal ones the first declared. */
  Comparator<Integer> toExecute() {
    return byPriority(Comparator.naturalOrder());
  }

  /** Of equal ones the last declared. */
  Comparator<Integer> toRevert() {
    return byPriority(Comparator.reverseOrder());
  }

  private Comparator<Integer> byPriority(Comparator<Integer> order) {
    return anyDiffers
        ? Comparator.<Integer>comparingInt(atom -> byAtom[atom]).reversed().thenComparing(order)
        : order;
  }
}
