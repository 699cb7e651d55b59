package dev.portage.engine;

import dev.portage.shape.Precedence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * How far a flow has come, from its start and, where it reverts, from its end. An atom may execute
 * when every node before it has been passed, and be reverted when every node behind it is clear. An
 * atom that is done is passed once everything before it is, and one with nothing to revert is clear
 * once everything behind it is: a decider may have left it out, or a migration put it there. A
 * barrier is passed, or clear, as soon as it could be. Counters only: a change costs the edges of
 * the nodes that it changes, so each walk through a scope is linear in nodes and edges.
 */
final class Frontier {
  private final Side passed;
  private final Side clear;
  private final IntConsumer reached;

  /**
   * Nothing is passed and nothing is clear but barriers.
   *
   * @param reached told of each atom that later may execute, or later may be reverted
   */
  Frontier(Precedence order, IntConsumer reached) {
    this.reached = reached;
    this.passed = new Side(order, order::predecessors, order::successors);
    this.clear = new Side(order, order::successors, order::predecessors);
  }

  /** Says whether an atom is done, so that what comes after it may execute. */
  void passed(int atom, boolean now) {
    passed.open(atom, now, reached);
  }

  /** Says whether an atom has nothing to be reverted, so that what comes before it may be. */
  void clear(int atom, boolean now) {
    clear.open(atom, now, reached);
  }

  boolean mayExecute(int atom) {
    return passed.waiting[atom] == 0;
  }

  boolean mayRevert(int atom) {
    return clear.waiting[atom] == 0;
  }

  /** One of the two directions. */
  private static final class Side {
    private final int atoms;
    private final IntFunction<List<Integer>> next;
    private final int[] waiting;
    private final Flags through = new Flags();
    private final Flags open = new Flags();
    private final Deque<Integer> changed = new ArrayDeque<>();

    Side(Precedence order, IntFunction<List<Integer>> before, IntFunction<List<Integer>> next) {
      this.atoms = order.atomCount();
      this.next = next;
      this.waiting = new int[order.size()];
      for (int node = 0; node < waiting.length; node++) {
        waiting[node] = before.apply(node).size();
      }
      for (int node = atoms; node < waiting.length; node++) {
        if (waiting[node] == 0) {
          set(node, true, atom -> {});
        }
      }
    }

    /** Says whether an atom holds nothing up by itself. */
    void open(int atom, boolean now, IntConsumer reached) {
      open.put(atom, now);
      set(atom, now && waiting[atom] == 0, reached);
    }

    private void set(int node, boolean now, IntConsumer reached) {
      if (through.get(node) == now) {
        return;
      }
      through.put(node, now);
      pass(node, now, reached);
      while (!changed.isEmpty()) {
        pass(changed.remove(), now, reached);
      }
    }

    private void pass(int node, boolean now, IntConsumer reached) {
      for (int after : next.apply(node)) {
        waiting[after] += now ? -1 : 1;
        if (after < atoms && waiting[after] == 0) {
          reached.accept(after);
        }
        boolean isOpen = after >= atoms || open.get(after);
        if (isOpen && through.get(after) != (waiting[after] == 0)) {
          through.put(after, now);
          changed.add(after);
        }
      }
    }
  }
}
