package dev.portage.shape;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the guards of one shape, and finds the atoms that must ask them. */
final class Guards {
  private record Span(int start, int end) {}

  private final Deque<String> flows = new ArrayDeque<>();
  private final List<Guard> all = new ArrayList<>();
  private final Map<Span, List<Guard>> byTarget = new LinkedHashMap<>();

  void enter(ShapeGroup group) {
    flows.addLast(group.name());
  }

  void leave() {
    flows.removeLast();
  }

  /** Where a link of the flow is that was entered last. */
  Guard.Place place(ShapeLink link) {
    StringBuilder path = new StringBuilder();
    flows.forEach(flow -> path.append(flow).append('\n'));
    return new Guard.Place(path.toString(), link.from(), link.to());
  }

  /** Adds a guard of the part with these first and last nodes. */
  void add(Guard guard, int start, int end) {
    all.add(guard);
    byTarget.computeIfAbsent(new Span(start, end), span -> new ArrayList<>()).add(guard);
  }

  List<Guard> all() {
    return all;
  }

  /** For each atom the guards that it asks; those that ask none are not among the keys. */
  Map<Integer, List<Guard>> byAtom(Precedence order) {
    Map<Integer, List<Guard>> byAtom = new HashMap<>();
    byTarget.forEach(
        (span, guards) ->
            entries(span, order)
                .forEach(
                    atom -> byAtom.computeIfAbsent(atom, a -> new ArrayList<>()).addAll(guards)));
    return byAtom;
  }

  /**
   * The atoms of a part that have no other atom of it before them: those that only barriers stand
   * before, each of which has only such barriers before it.
   */
  private static List<Integer> entries(Span span, Precedence order) {
    List<Integer> found = new ArrayList<>();
    Map<Integer, Integer> waiting = new HashMap<>();
    Deque<Integer> free = new ArrayDeque<>(List.of(span.start));
    while (!free.isEmpty()) {
      int node = free.remove();
      if (node < order.atomCount()) {
        found.add(node);
      } else if (node != span.end) {
        for (int after : order.successors(node)) {
          int left = waiting.getOrDefault(after, order.predecessors(after).size()) - 1;
          waiting.put(after, left);
          if (left == 0) {
            free.add(after);
          }
        }
      }
    }
    return found;
  }
}
