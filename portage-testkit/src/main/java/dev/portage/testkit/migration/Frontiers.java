package dev.portage.testkit.migration;

import dev.portage.shape.Precedence;
import dev.portage.shape.Shape;
import dev.portage.shape.Wiring;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * How far a flow of a shape can be: each set of atoms that can be done while others are not, so
 * that with an atom everything before it is in the set. Never all of them.
 *
 * @param all the sets, by the position of atoms in declared order; in no order that matters
 * @param isSample whether there are more
 */
record Frontiers(List<BitSet> all, boolean isSample) {
  private static final int CUTS = 8;
  private static final int FEW = 100;

  /**
   * The frontiers of a shape.
   *
   * @param most if there are more, so many of them at random, the empty one included
   */
  static Frontiers of(Shape shape, int most, Random random) {
    List<BitSet> before = before(shape);
    Set<BitSet> found = new LinkedHashSet<>();
    Deque<BitSet> open = new ArrayDeque<>(List.of(new BitSet()));
    found.add(new BitSet());
    while (!open.isEmpty() && found.size() <= most) {
      BitSet set = open.remove();
      for (int atom : ready(set, before)) {
        BitSet next = (BitSet) set.clone();
        next.set(atom);
        if (next.cardinality() < before.size() && found.add(next)) {
          open.add(next);
        }
      }
    }
    if (found.size() > most) {
      return new Frontiers(sample(before, most, random), true);
    }
    List<BitSet> all = new ArrayList<>(found);
    if (all.size() > FEW) {
      Collections.shuffle(all, random); // so that there may be no time for any of them
    }
    return new Frontiers(all, false);
  }

  private static List<BitSet> before(Shape shape) {
    Precedence order = Wiring.of(shape).precedence();
    List<BitSet> before = new ArrayList<>();
    for (int atom = 0; atom < order.atomCount(); atom++) {
      BitSet earlier = new BitSet();
      order.atomsBefore(order.atom(atom).name()).forEach(name -> earlier.set(order.node(name)));
      before.add(earlier);
    }
    return before;
  }

  private static List<Integer> ready(BitSet done, List<BitSet> before) {
    List<Integer> ready = new ArrayList<>();
    for (int atom = 0; atom < before.size(); atom++) {
      BitSet missing = (BitSet) before.get(atom).clone();
      missing.andNot(done);
      if (!done.get(atom) && missing.isEmpty()) {
        ready.add(atom);
      }
    }
    return ready;
  }

  /** Random orders of execution, each stopped at several places. */
  private static List<BitSet> sample(List<BitSet> before, int most, Random random) {
    Set<BitSet> found = new LinkedHashSet<>(List.of(new BitSet()));
    for (int tries = most; tries > 0 && found.size() < most; tries--) {
      List<Integer> order = order(before, random);
      for (int cut = 0; cut < CUTS && found.size() < most; cut++) {
        BitSet set = new BitSet();
        order.subList(0, random.nextInt(before.size())).forEach(set::set);
        found.add(set);
      }
    }
    List<BitSet> sample = new ArrayList<>(found);
    Collections.shuffle(sample, random);
    return sample;
  }

  private static List<Integer> order(List<BitSet> before, Random random) {
    int[] missing = before.stream().mapToInt(BitSet::cardinality).toArray();
    List<Integer> ready = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int atom = 0; atom < missing.length; atom++) {
      if (missing[atom] == 0) {
        ready.add(atom);
      }
    }
    while (!ready.isEmpty()) {
      int next = ready.remove(random.nextInt(ready.size()));
      order.add(next);
      for (int atom = 0; atom < missing.length; atom++) {
        if (before.get(atom).get(next) && --missing[atom] == 0) {
          ready.add(atom);
        }
      }
    }
    return order;
  }
}
