package dev.portage.engine;

import dev.portage.engine.RandomFlow.Group;
import dev.portage.engine.RandomFlow.Leaf;
import dev.portage.engine.RandomFlow.Node;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.Pattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must become of a flow, worked out the slow and plain way: which tasks come before which as a
 * full relation, then states from it.
 */
final class ReferenceModel {
  private final List<Leaf> leaves;
  private final Set<List<String>> before = new HashSet<>();

  ReferenceModel(RandomFlow flow) {
    this.leaves = flow.leaves();
    relate(flow.root());
    close();
  }

  private void relate(Group group) {
    List<Node> children = group.children();
    boolean[][] order = order(group);
    for (int later = 0; later < children.size(); later++) {
      if (children.get(later) instanceof Group subgroup) {
        relate(subgroup);
      }
      for (int earlier = 0; earlier < later; earlier++) {
        if (order[earlier][later]) {
          for (Leaf first : under(children.get(earlier))) {
            for (Leaf second : under(children.get(later))) {
              before.add(List.of(first.name(), second.name()));
            }
          }
        }
      }
    }
  }

  /** Which child comes before which, also through one without any task. */
  private static boolean[][] order(Group group) {
    int size = group.children().size();
    boolean[][] order = new boolean[size][size];
    for (int later = 0; later < size; later++) {
      for (int earlier = later - 1; earlier >= 0; earlier--) {
        order[earlier][later] = isBefore(group, earlier, later);
        for (int between = earlier + 1; between < later; between++) {
          order[earlier][later] |= order[earlier][between] && order[between][later];
        }
      }
    }
    return order;
  }

  private static boolean isBefore(Group group, int earlier, int later) {
    if (group.pattern() != Pattern.GRAPH) {
      return group.pattern() == Pattern.LINEAR;
    }
    List<Leaf> providers = under(group.children().get(earlier));
    return group.links().stream().anyMatch(link -> link[0] == earlier && link[1] == later)
        || under(group.children().get(later)).stream()
            .flatMap(leaf -> leaf.requires().stream())
            .anyMatch(
                slot -> providers.stream().anyMatch(p -> RandomFlow.slot(p).name().equals(slot)));
  }

  private static List<Leaf> under(Node node) {
    if (node instanceof Leaf leaf) {
      return List.of(leaf);
    }
    return ((Group) node).children().stream().flatMap(child -> under(child).stream()).toList();
  }

  private void close() {
    for (Leaf middle : leaves) {
      for (Leaf first : leaves) {
        for (Leaf last : leaves) {
          if (isBefore(first, middle) && isBefore(middle, last)) {
            before.add(List.of(first.name(), last.name()));
          }
        }
      }
    }
  }

  /** Whether one task must have ended before the other begins. */
  boolean isBefore(Leaf first, Leaf second) {
    return before.contains(List.of(first.name(), second.name()));
  }

  List<Leaf> leaves() {
    return leaves;
  }

  /** The tasks that run if they run one at a time: by priority, then as declared. */
  Set<String> executedSerially() {
    Set<String> executed = new LinkedHashSet<>();
    Leaf next = firstReady(executed);
    while (next != null) {
      executed.add(next.name());
      next = next.habits().executeFails() ? null : firstReady(executed);
    }
    return executed;
  }

  private @Nullable Leaf firstReady(Set<String> executed) {
    Leaf first = null;
    for (Leaf leaf : leaves) {
      if (!executed.contains(leaf.name())
          && executed.containsAll(allBefore(leaf))
          && (first == null || RandomFlow.priority(leaf) > RandomFlow.priority(first))) {
        first = leaf;
      }
    }
    return first;
  }

  List<String> allBefore(Leaf leaf) {
    return leaves.stream().filter(other -> isBefore(other, leaf)).map(Leaf::name).toList();
  }

  /** Whether a run may have executed just these: nothing before its time, and all or a failure. */
  boolean isPossible(Set<String> executed) {
    List<Leaf> done = leaves.stream().filter(leaf -> executed.contains(leaf.name())).toList();
    Set<String> succeeded = new HashSet<>();
    done.stream()
        .filter(leaf -> !leaf.habits().executeFails())
        .forEach(l -> succeeded.add(l.name()));
    boolean failed = succeeded.size() < done.size();
    return done.stream().allMatch(leaf -> succeeded.containsAll(allBefore(leaf)))
        && (failed || executed.size() == leaves.size());
  }

  /** Where each task ends, given which were executed. */
  Map<String, AtomState> states(Set<String> executed) {
    Map<String, AtomState> states = new TreeMap<>();
    boolean failed =
        leaves.stream()
            .anyMatch(leaf -> executed.contains(leaf.name()) && leaf.habits().executeFails());
    List<Leaf> backwards = new ArrayList<>();
    leaves.forEach(leaf -> backwards.add(0, leaf));
    for (Leaf leaf : backwards) {
      if (!executed.contains(leaf.name())) {
        states.put(leaf.name(), AtomState.PENDING);
      } else if (!failed) {
        states.put(leaf.name(), AtomState.SUCCESS);
      } else if (isHeldUp(leaf, states)) {
        states.put(
            leaf.name(), leaf.habits().executeFails() ? AtomState.FAILURE : AtomState.SUCCESS);
      } else {
        boolean stuck = leaf.habits().hasRevert() && leaf.habits().revertFails();
        states.put(leaf.name(), stuck ? AtomState.REVERT_FAILURE : AtomState.REVERTED);
      }
    }
    return states;
  }

  private boolean isHeldUp(Leaf leaf, Map<String, AtomState> states) {
    return leaves.stream()
        .filter(later -> isBefore(leaf, later))
        .map(later -> states.getOrDefault(later.name(), AtomState.PENDING))
        .anyMatch(state -> state != AtomState.REVERTED && state != AtomState.PENDING);
  }

  static FlowState end(Map<String, AtomState> states) {
    if (states.containsValue(AtomState.REVERT_FAILURE)) {
      return FlowState.FAILURE;
    }
    return states.values().stream().allMatch(AtomState::isDone)
        ? FlowState.SUCCESS
        : FlowState.REVERTED;
  }
}
