package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.model.AtomKind;
import dev.portage.shape.Precedence;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.Compensation;
import dev.portage.store.FlowRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands against a migration because of where the flow is. */
final class PositionLint {
  /** How many atoms one sentence names. */
  private static final int MOST_NAMED = 5;

  private final FlowRecord stored;
  private final Target target;
  private final Rewriting work;
  private final List<Finding> found = new ArrayList<>();
  private @Nullable List<Collection<Integer>> begunAfter;

  private PositionLint(FlowRecord stored, Target target, Rewriting work) {
    this.stored = stored;
    this.target = target;
    this.work = work;
  }

  static List<Finding> check(FlowRecord stored, Target target, Rewriting work) {
    PositionLint lint = new PositionLint(stored, target, work);
    new RepeatLint(stored, target, work).check();
    work.newcomers().pending().forEach(lint::late);
    lint.disordered();
    return lint.found;
  }

  private boolean goesForward(String atom) {
    return work.directions().way(atom) == Directions.Way.FORWARD;
  }

  private boolean isRetry(String atom) {
    ShapeAtom declared = target.shape().atoms().get(atom);
    return declared != null && declared.kind() == AtomKind.RETRY;
  }

  private boolean isUntouched(String atom) {
    return work.stand(atom).isUntouched();
  }

  /**
   * LATE01: a new task would run after what it stands before. A retry has no effects to be late.
   */
  private void late(String name, Move.By by) {
    boolean isGone = !target.shape().atoms().has(name); // a later operation has made it another
    if (isGone || work.newcomers().isLate(name) || !goesForward(name) || isRetry(name)) {
      return;
    }
    List<String> past = begunAfter(name);
    if (!past.isEmpty()) {
      work.finds(
          by,
          Finding.of(
              FindingCode.LATE01,
              name,
              "is new and stands before " + listed(past) + ", which this flow is past",
              answers(name, past)));
    }
  }

  private Remedy answers(String name, List<String> past) {
    ShapeAtom declared = target.shape().atoms().get(name);
    Remedy answers = Remedy.of(Lines.late(name));
    if (declared == null || !declared.isFanOut()) {
      answers = answers.or(Lines.seed(name));
    }
    return past.size() > MOST_NAMED ? answers : answers.or(Lines.reset(past));
  }

  /** The nearest atoms after this one that have begun; no more than a reader cares for. */
  private List<String> begunAfter(String name) {
    Precedence order = target.wiring().precedence();
    List<Collection<Integer>> known = begunAfter;
    if (known == null) {
      known = allBegunAfter(order);
      begunAfter = known;
    }
    return known.get(order.node(name)).stream().map(node -> order.atom(node).name()).toList();
  }

  /** The same for every node, in one walk from the end, since all may be asked for. */
  private List<Collection<Integer>> allBegunAfter(Precedence order) {
    List<Collection<Integer>> after =
        new ArrayList<>(Collections.nCopies(order.size(), List.<Integer>of()));
    int[] waiting = new int[order.size()];
    Deque<Integer> free = new ArrayDeque<>();
    for (int node = 0; node < waiting.length; node++) {
      waiting[node] = order.successors(node).size();
      if (waiting[node] == 0) {
        free.add(node);
      }
    }
    while (!free.isEmpty()) {
      int node = free.remove();
      after.set(node, begunAfter(order, node, after));
      for (int before : order.predecessors(node)) {
        if (--waiting[before] == 0) {
          free.add(before);
        }
      }
    }
    return after;
  }

  private Collection<Integer> begunAfter(
      Precedence order, int node, List<Collection<Integer>> after) {
    Set<Integer> past = new LinkedHashSet<>();
    for (int next : order.successors(node)) {
      if (next < order.atomCount() && hasBegun(order.atom(next).name())) {
        past.add(next);
      }
      for (int later : after.get(next)) {
        if (past.size() <= MOST_NAMED) {
          past.add(later);
        }
      }
      if (past.size() > MOST_NAMED) {
        break;
      }
    }
    return past;
  }

  static String listed(List<String> names) {
    return names.size() <= MOST_NAMED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_NAMED)) + " and more";
  }

  /** What is new itself, and counts as done, is nothing that this flow is past. */
  private boolean hasBegun(String atom) {
    return work.stand(atom).hasBegun()
        && work.descent().origins(atom).stream().anyMatch(stored.shape().atoms()::has);
  }

  /** LATE02: a finished task stands behind an unfinished one that is not new. */
  private void disordered() {
    Precedence order = target.wiring().precedence();
    for (Map.Entry<Integer, Integer> pair : doneBehindUndone(order)) {
      String early = order.atom(pair.getKey()).name();
      String done = order.atom(pair.getValue()).name();
      boolean isNew = work.newcomers().pending().containsKey(early) || isToUndo(early);
      if (!isNew && goesForward(done)) {
        found.add(
            Finding.of(
                FindingCode.LATE02,
                done,
                "is done, and now stands after " + early + ", which is not",
                Remedy.of(Lines.reset(done)).advise("nothing, if that does not matter")));
      }
    }
  }

  /** It undoes what a dropped task did, and runs late whenever it does. */
  private boolean isToUndo(String atom) {
    return work.rows(atom).stream().anyMatch(Compensation::isOwed);
  }

  /** For each done atom the first direct predecessor, barriers skipped, that is not done. */
  private Set<Map.Entry<Integer, Integer>> doneBehindUndone(Precedence order) {
    Set<Map.Entry<Integer, Integer>> pairs = new LinkedHashSet<>();
    Map<Integer, Integer> barriers = new HashMap<>();
    for (int node = 0; node < order.atomCount(); node++) {
      if (isDone(order.atom(node).name())) {
        int early = undoneBefore(order, node, barriers);
        if (early >= 0) {
          pairs.add(Map.entry(early, node));
        }
      }
    }
    return pairs;
  }

  /** A barrier, or a retry that has not begun: nothing is late that it stands before. */
  private boolean isPassage(Precedence order, int node) {
    if (node >= order.atomCount()) {
      return true;
    }
    String name = order.atom(node).name();
    return isRetry(name) && isUntouched(name);
  }

  /** Many atoms wait for one barrier, so what stands before it is looked for once. */
  private int undoneBefore(Precedence order, int node, Map<Integer, Integer> barriers) {
    for (int before : order.predecessors(node)) {
      if (!isPassage(order, before)) {
        if (!isDone(order.atom(before).name())) {
          return before;
        }
      } else {
        int early = undoneBeforeBarrier(order, before, barriers);
        if (early >= 0) {
          return early;
        }
      }
    }
    return -1;
  }

  private int undoneBeforeBarrier(Precedence order, int barrier, Map<Integer, Integer> barriers) {
    Integer known = barriers.get(barrier);
    if (known != null) {
      return known;
    }
    int early = -1;
    BitSet seen = new BitSet(order.size());
    List<Integer> open = new ArrayList<>(order.predecessors(barrier));
    for (int i = 0; early < 0 && i < open.size(); i++) {
      int before = open.get(i);
      if (!seen.get(before)) {
        seen.set(before);
        if (isPassage(order, before)) {
          open.addAll(order.predecessors(before));
        } else if (!isDone(order.atom(before).name())) {
          early = before;
        }
      }
    }
    barriers.put(barrier, early);
    return early;
  }

  private boolean isDone(String atom) {
    return work.stand(atom).isDone();
  }
}
