package dev.portage.engine;

import dev.portage.shape.Precedence;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * The atoms whose turn it is, while a flow is walked once from its start to its end or back. A node
 * is reached when every node before it has been passed; a barrier, and an atom that asks for
 * nothing, is passed when it is reached. Counters only: a whole walk is linear in nodes and edges.
 */
final class ReadyAtoms {
  private final IntPredicate passes;
  private final IntFunction<List<Integer>> next;
  private final int atoms;
  private final int[] waiting;
  private final BitSet reached;
  private final PriorityQueue<Integer> ready;

  private ReadyAtoms(
      Precedence order, IntPredicate passes, Direction direction, Comparator<Integer> first) {
    this.passes = passes;
    this.next = direction == Direction.FORWARD ? order::successors : order::predecessors;
    this.atoms = order.atomCount();
    this.waiting = new int[order.size()];
    this.reached = new BitSet(order.size());
    this.ready = new PriorityQueue<>(first);
    Deque<Integer> open = new ArrayDeque<>();
    for (int node = 0; node < order.size(); node++) {
      List<Integer> before =
          direction == Direction.FORWARD ? order.predecessors(node) : order.successors(node);
      waiting[node] = before.size();
      if (before.isEmpty()) {
        open.add(node);
      }
    }
    reach(open);
  }

  private enum Direction {
    FORWARD,
    BACKWARD
  }

  /**
   * A walk forwards, by priority and then in declared order where the flow leaves it open.
   *
   * @param done whether an atom is done and asks for nothing; may change for atoms not yet reached
   */
  static ReadyAtoms toExecute(Precedence order, Priorities first, IntPredicate done) {
    return new ReadyAtoms(order, done, Direction.FORWARD, first.toExecute());
  }

  /**
   * A walk backwards, by priority and then against the declared order where the flow leaves it
   * open.
   *
   * @param clear whether an atom has nothing to revert; may change for atoms not yet reached
   */
  static ReadyAtoms toRevert(Precedence order, Priorities first, IntPredicate clear) {
    return new ReadyAtoms(order, clear, Direction.BACKWARD, first.toRevert());
  }

  private void reach(Deque<Integer> open) {
    while (!open.isEmpty()) {
      int node = open.remove();
      reached.set(node);
      if (node < atoms && !passes.test(node)) {
        ready.add(node);
      } else {
        release(node, open);
      }
    }
  }

  private void release(int node, Deque<Integer> open) {
    for (int after : next.apply(node)) {
      if (--waiting[after] == 0) {
        open.add(after);
      }
    }
  }

  /** Goes on behind an atom that was ready and has now been dealt with. */
  void pass(int atom) {
    if (reached.get(atom)) {
      Deque<Integer> open = new ArrayDeque<>();
      release(atom, open);
      reach(open);
    }
  }

  /** Puts an atom that was taken back among the ready ones, if it has been reached. */
  void offerAgain(int atom) {
    if (reached.get(atom)) {
      ready.add(atom);
    }
  }

  /**
   * The first ready atom that is wanted, or -1. Stays ready until {@link #take}; unwanted ones
   * before it are dropped.
   */
  int peek(IntPredicate wanted) {
    while (!ready.isEmpty()) {
      int first = ready.element();
      if (wanted.test(first)) {
        return first;
      }
      ready.remove();
    }
    return -1;
  }

  /** Removes the atom that {@link #peek} has just given. */
  void take() {
    ready.remove();
  }
}
