package dev.portage.engine;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/** The atoms whose turn it is. Those whose turn has passed are dropped when they are met. */
final class Ready {
  private final PriorityQueue<Integer> atoms;
  private final Flags offered = new Flags();
  private final IntPredicate wanted;

  /**
   * Empty.
   *
   * @param wanted whether it is an atom's turn now
   */
  Ready(Comparator<Integer> first, IntPredicate wanted) {
    this.atoms = new PriorityQueue<>(first);
    this.wanted = wanted;
  }

  /** Adds an atom if it is its turn. */
  void offer(int atom) {
    if (!offered.get(atom) && wanted.test(atom)) {
      offered.put(atom, true);
      atoms.add(atom);
    }
  }

  /** The first atom whose turn it still is, or -1. It stays. */
  int peek() {
    while (!atoms.isEmpty()) {
      int first = atoms.element();
      if (wanted.test(first)) {
        return first;
      }
      offered.put(first, false);
      atoms.remove();
    }
    return -1;
  }
}
