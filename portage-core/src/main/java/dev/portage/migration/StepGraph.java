package dev.portage.migration;

import dev.portage.store.Stamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which step comes after which, and which stand for others. A step that replaces others stands in
 * their place: what comes after one of them comes after it, and a flow that has been through it has
 * been through them all. Never changes; thread-safe.
 */
final class StepGraph {
  private final Map<String, Step> steps = new LinkedHashMap<>();

  /** By replaced id: the step that stands for it. */
  private final Map<String, Step> squashes = new HashMap<>();

  private final Set<String> retired;
  private final Stamp heads;

  /**
   * A graph of steps.
   *
   * @param all of which those in a cycle are left out
   * @param retired ids that were in the book once
   */
  StepGraph(Collection<Step> all, Set<String> retired) {
    this.retired = Set.copyOf(retired);
    inOrder(all).forEach(step -> steps.put(step.id(), step));
    steps.values().forEach(step -> step.replaces().forEach(id -> squashes.put(id, step)));
    this.heads = headsOf();
  }

  private Stamp headsOf() {
    Set<String> ids = new LinkedHashSet<>();
    steps.keySet().stream().filter(id -> !squashes.containsKey(id)).forEach(ids::add);
    for (Step step : steps.values()) {
      for (String parent : step.after()) {
        ids.remove(parent);
        Step squash = squashes.get(parent);
        if (squash != null && squash.endsWith(parent) && !squash.id().equals(step.id())) {
          ids.remove(squash.id());
        }
      }
    }
    return Stamp.of(ids);
  }

  /** Every step, parents first, ties by id. */
  Collection<Step> steps() {
    return steps.values();
  }

  @Nullable Step step(String id) {
    return steps.get(id);
  }

  /** What a flow is stamped with that is born today. */
  Stamp heads() {
    return heads;
  }

  /** The ids of a stamp that nothing here explains. */
  List<String> unknown(Stamp stamp) {
    return stamp.heads().stream()
        .filter(id -> !steps.containsKey(id))
        .filter(id -> !retired.contains(id) && !squashes.containsKey(id))
        .toList();
  }

  /**
   * Every step that a flow with this stamp has been through: its heads and what comes before them,
   * as far as it is known; a step that replaces others as soon as all of them are.
   */
  Set<String> seen(Stamp stamp) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(stamp.heads());
    while (!open.isEmpty()) {
      String id = open.remove();
      if (!seen.add(id)) {
        continue;
      }
      Step step = steps.get(id);
      if (step != null) {
        open.addAll(step.after());
        open.addAll(step.replaces());
      }
      Step squash = squashes.get(id);
      if (squash != null && (squash.endsWith(id) || seen.containsAll(squash.replaces()))) {
        open.add(squash.id());
      }
    }
    return seen;
  }

  /** What a flow with this stamp is to be taken through. */
  Unseen unseen(Stamp stamp) {
    Set<String> seen = seen(stamp);
    Set<String> begun = begun(seen);
    List<Step> left = new ArrayList<>();
    for (Step step : steps.values()) {
      Step squash = squashes.get(step.id());
      boolean stoodFor = squash != null && !begun.contains(squash.id());
      if (!seen.contains(step.id()) && !begun.contains(step.id()) && !stoodFor) {
        left.add(step);
      }
    }
    return new Unseen(this, left, inBetween(begun, seen), new Doubts(this, stamp, seen));
  }

  /** The steps that replace others of which the flow has been through some, and not through all. */
  private Set<String> begun(Set<String> seen) {
    Set<String> begun = new LinkedHashSet<>();
    Set<String> touched = new HashSet<>(seen);
    boolean found = true;
    while (found) {
      found = false;
      for (Step step : steps.values()) {
        boolean some = step.replaces().stream().anyMatch(touched::contains);
        if (some && !seen.contains(step.id()) && begun.add(step.id())) {
          touched.add(step.id());
          found = true;
        }
      }
    }
    return begun;
  }

  /** Why flows that have been through some of the steps that one replaces cannot go on; or null. */
  private @Nullable String inBetween(Set<String> begun, Set<String> seen) {
    for (Step squash : steps.values()) {
      List<String> missing = squash.replaces().stream().filter(id -> !seen.contains(id)).toList();
      if (begun.contains(squash.id()) && !steps.keySet().containsAll(missing)) {
        List<String> done = squash.replaces().stream().filter(seen::contains).toList();
        return "step "
            + squash.id()
            + " replaces "
            + squash.replaces()
            + "; the flow has been through "
            + done
            + ", but not through "
            + missing
            + ", which the book no longer has; put them back beside "
            + squash.id()
            + " until no flow is in between";
      }
    }
    return null;
  }

  /** The ids of steps that were deleted. */
  Set<String> retired() {
    return retired;
  }

  /** Whether an id is one of a step that was deleted. */
  boolean isRetired(String id) {
    return retired.contains(id);
  }

  /**
   * What a flow is to be taken through.
   *
   * @param steps in order
   * @param objection why it cannot be; null if it can
   * @param doubts about steps of which nobody knows whether the flow has been through them
   */
  record Unseen(StepGraph graph, List<Step> steps, @Nullable String objection, Doubts doubts) {
    /** The steps that this one replaces, as far as they are in the book; in order. */
    List<Step> replaced(Step squash) {
      return squash.replaces().stream()
          .flatMap(id -> graph.steps.containsKey(id) ? Stream.of(graph.steps.get(id)) : Stream.of())
          .flatMap(s -> s.replaces().isEmpty() ? Stream.of(s) : replaced(s).stream())
          .toList();
    }
  }

  /**
   * A flow that has been through a step that was deleted since has been through what came before it
   * too, and nothing in the book says what that was.
   *
   * @param stamp of the flow
   * @param seen what it has been through, as far as it is known
   */
  record Doubts(StepGraph graph, Stamp stamp, Set<String> seen) {
    /** What is not known of this step; null if it is certain that the flow needs it. */
    @Nullable String about(Step step) {
      List<String> gone = seen.stream().filter(graph::isRetired).sorted().toList();
      if (gone.isEmpty()) {
        return null;
      }
      // No head of a stamp comes after another, so a step behind one of them is behind none of it.
      Set<String> before = graph.seen(Stamp.of(step.after()));
      return stamp.heads().stream().anyMatch(before::contains)
          ? null
          : "nothing says whether step "
              + step.id()
              + " is older or newer than the deleted step "
              + gone.get(0)
              + ", which the flow has been through; if it is newer, write .after(\""
              + gone.get(0)
              + "\") in it; if it is older, delete it and name it in retiredSteps(..) too";
    }
  }

  /** Sorts steps so that parents come first and ties go by id; those in a cycle are left out. */
  static List<Step> inOrder(Collection<Step> steps) {
    Map<String, Step> byId = new HashMap<>();
    steps.forEach(step -> byId.put(step.id(), step));
    Map<String, Set<String>> parents = parents(steps);
    Map<String, Integer> waiting = new HashMap<>();
    Map<String, Set<String>> children = new HashMap<>();
    parents.forEach(
        (id, before) -> {
          waiting.put(id, before.size());
          before.forEach(p -> children.computeIfAbsent(p, k -> new HashSet<>()).add(id));
        });
    PriorityQueue<String> free = new PriorityQueue<>();
    waiting.forEach(
        (id, count) -> {
          if (count == 0) {
            free.add(id);
          }
        });
    List<Step> ordered = new ArrayList<>();
    while (!free.isEmpty()) {
      String id = free.remove();
      Step step = byId.get(id);
      if (step != null) {
        ordered.add(step);
      }
      for (String child : children.getOrDefault(id, Set.of())) {
        if (waiting.merge(child, -1, Integer::sum) == 0) {
          free.add(child);
        }
      }
    }
    return ordered;
  }

  /**
   * By id: the steps that are folded before it. After a replaced one means after what stands for it
   * too, and the other way round.
   */
  static Map<String, Set<String>> parents(Collection<Step> steps) {
    Map<String, Set<String>> same = new HashMap<>();
    for (Step step : steps) {
      for (String id : step.replaces()) {
        same.computeIfAbsent(id, k -> new HashSet<>()).add(step.id());
        same.computeIfAbsent(step.id(), k -> new HashSet<>()).add(id);
      }
    }
    Set<String> known = new HashSet<>();
    steps.forEach(step -> known.add(step.id()));
    Map<String, Set<String>> parents = new HashMap<>();
    for (Step step : steps) {
      Set<String> before = new LinkedHashSet<>(step.after());
      Set<String> own = same.getOrDefault(step.id(), Set.of());
      step.after().stream()
          .flatMap(id -> same.getOrDefault(id, Set.of()).stream())
          .filter(id -> !id.equals(step.id()) && !own.contains(id))
          .forEach(before::add);
      before.retainAll(known);
      parents.merge(
          step.id(),
          before,
          (some, more) -> {
            some.addAll(more);
            return some;
          });
    }
    return parents;
  }
}
