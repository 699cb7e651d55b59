package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.shape.Precedence;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.FlowRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * LATE02 of finished tasks among themselves: they ran in one order, and would be reverted as if
 * they had run in another.
 */
final class OrderLint {
  /** How many tasks are named; the order is another one altogether if there are more. */
  private static final int MOST_NAMED = 5;

  private final FlowRecord stored;
  private final Target target;
  private final Rewriting work;
  private final Precedence was;
  private final Precedence now;

  private OrderLint(FlowRecord stored, Target target, Rewriting work) {
    this.stored = stored;
    this.target = target;
    this.work = work;
    this.was = work.directions().before();
    this.now = target.wiring().precedence();
  }

  static List<Finding> check(FlowRecord stored, Target target, Rewriting work) {
    if (stored.shape().equals(target.shape())) {
      return List.of();
    }
    OrderLint lint = new OrderLint(stored, target, work);
    return lint.someOrderIsBoth() ? List.of() : lint.turned();
  }

  /** What the atom was stored as, if it is that atom and nothing else. */
  private @Nullable String origin(String atom) {
    List<String> origins = work.descent().origins(atom);
    if (origins.size() != 1 || !stored.shape().atoms().has(origins.get(0))) {
      return null;
    }
    return work.descent().now(origins.get(0)).equals(List.of(atom)) ? origins.get(0) : null;
  }

  /** Whether an order of all nodes exists that the old code allows and the new one too. */
  private boolean someOrderIsBoth() {
    int[] place = places();
    List<List<Integer>> later = new ArrayList<>();
    int[] waiting = new int[now.size() + was.size()];
    for (int node = 0; node < waiting.length; node++) {
      later.add(new ArrayList<>());
    }
    for (int node = 0; node < now.size(); node++) {
      for (int next : now.successors(node)) {
        later.get(node).add(next);
        waiting[next]++;
      }
    }
    for (int node = 0; node < was.size(); node++) {
      for (int next : was.successors(node)) {
        later.get(place[node]).add(place[next]);
        waiting[place[next]]++;
      }
    }
    return isWithoutCycle(later, waiting);
  }

  /** For each old node where it is among the nodes of both: at its heir, or behind all new ones. */
  private int[] places() {
    int[] place = new int[was.size()];
    for (int node = 0; node < place.length; node++) {
      place[node] = now.size() + node;
    }
    for (int node = 0; node < now.atomCount(); node++) {
      String origin = origin(now.atom(node).name());
      if (origin != null) {
        place[was.node(origin)] = node;
      }
    }
    return place;
  }

  private static boolean isWithoutCycle(List<List<Integer>> later, int[] waiting) {
    Deque<Integer> free = new ArrayDeque<>();
    for (int node = 0; node < waiting.length; node++) {
      if (waiting[node] == 0) {
        free.add(node);
      }
    }
    int seen = 0;
    while (!free.isEmpty()) {
      seen++;
      for (int next : later.get(free.remove())) {
        if (--waiting[next] == 0) {
          free.add(next);
        }
      }
    }
    return seen == waiting.length;
  }

  /** A finding for each finished task that now stands before one that ran before it. */
  private List<Finding> turned() {
    List<Finding> found = new ArrayList<>();
    for (ShapeAtom atom : target.shape().inOrder()) {
      String origin = isToBeReverted(atom) ? origin(atom.name()) : null;
      if (origin != null && found.size() < MOST_NAMED) {
        String earlier = turnedRoundWith(atom.name(), origin);
        if (earlier != null) {
          found.add(finding(atom.name(), earlier));
        }
      }
    }
    return found;
  }

  private static Finding finding(String atom, String earlier) {
    return Finding.of(
        FindingCode.LATE02,
        atom,
        "is done and ran after "
            + earlier
            + ", and now stands before it; if the flow reverts, "
            + earlier
            + " is reverted first",
        Remedy.advice("nothing, if they may be reverted in any order"));
  }

  private boolean isToBeReverted(ShapeAtom atom) {
    return atom.reverts() && work.stand(atom.name()).isDone();
  }

  /** What ran before it, and stands behind it now; the first of these. */
  private @Nullable String turnedRoundWith(String atom, String origin) {
    Set<String> before = new LinkedHashSet<>(was.atomsBefore(origin));
    for (String behind : now.atomsAfter(atom)) {
      ShapeAtom other = target.shape().atoms().get(behind);
      String past = other != null && isToBeReverted(other) ? origin(behind) : null;
      if (past != null && before.contains(past)) {
        return behind;
      }
    }
    return null;
  }
}
