package dev.portage.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a part of a graph flow needs of its neighbours: those that provide a slot that it reads, or
 * a decider before it, those that a link puts before it, and whatever these need. Not thread-safe.
 */
final class Prerequisites {
  private final Map<String, Set<String>> reads = new LinkedHashMap<>();
  private final Map<String, Set<String>> providers = new HashMap<>();
  private final Map<String, Set<String>> linked = new HashMap<>();

  private Prerequisites(List<Part> parts, List<Flow.Link> links) {
    for (Part part : parts) {
      reads.computeIfAbsent(part.name(), name -> new HashSet<>()).addAll(reads(part));
      for (String slot : provides(part)) {
        providers.computeIfAbsent(slot, name -> new HashSet<>()).add(part.name());
      }
    }
    for (Flow.Link link : links) {
      reads.computeIfAbsent(link.to(), name -> new HashSet<>()).addAll(reads(link));
      linked.computeIfAbsent(link.to(), name -> new HashSet<>()).add(link.from());
    }
  }

  /** The names of the parts that are left if only the target counts, itself included. */
  static Set<String> of(String target, List<Part> parts, List<Flow.Link> links) {
    Prerequisites all = new Prerequisites(parts, links);
    Set<String> needed = new HashSet<>(Set.of(target));
    Deque<String> open = new ArrayDeque<>(needed);
    while (!open.isEmpty()) {
      for (String before : all.before(open.remove())) {
        if (needed.add(before)) {
          open.add(before);
        }
      }
    }
    return needed;
  }

  private Set<String> before(String part) {
    Set<String> before = new HashSet<>(linked.getOrDefault(part, Set.of()));
    reads
        .getOrDefault(part, Set.of())
        .forEach(slot -> before.addAll(providers.getOrDefault(slot, Set.of())));
    return before;
  }

  /** The slots that some atom of a part takes from outside that part. */
  private static Set<String> reads(Part part) {
    Set<String> found = new HashSet<>();
    if (part instanceof Task task) {
      Stream.concat(task.needs().stream(), task.revertNeeds().stream())
          .filter(Need::isFromFlow)
          .forEach(need -> found.add(need.from()));
      Need list = task.listNeed();
      if (list != null) {
        found.add(list.from());
      }
    } else if (part instanceof Flow flow) {
      found.addAll(reads(flow));
    }
    return found;
  }

  private static Set<String> reads(Flow.Link link) {
    Decider decider = link.decider();
    return decider == null
        ? Set.of()
        : Stream.concat(decider.requires().stream(), decider.optional().stream())
            .map(Slot::name)
            .collect(Collectors.toSet());
  }

  private static Set<String> reads(Flow flow) {
    Set<String> found = new HashSet<>();
    Set<String> inSight = new HashSet<>();
    Retry retry = flow.retry();
    if (retry != null) {
      retry.requires().forEach(slot -> found.add(slot.name()));
      retry.provides().forEach(slot -> inSight.add(slot.name()));
    }
    Map<String, Set<String>> guards = new HashMap<>();
    for (Flow.Link link : flow.links()) {
      guards.computeIfAbsent(link.to(), name -> new HashSet<>()).addAll(reads(link));
    }
    Map<String, Integer> counts = flow.pattern() == Pattern.GRAPH ? count(flow) : Map.of();
    for (Part part : flow.parts()) {
      Set<String> given = provides(part);
      Set<String> own = reads(part);
      own.addAll(guards.getOrDefault(part.name(), Set.of()));
      own.stream()
          .filter(slot -> !inSight.contains(slot))
          .filter(slot -> counts.getOrDefault(slot, 0) < (given.contains(slot) ? 2 : 1))
          .forEach(found::add);
      if (flow.pattern() == Pattern.LINEAR) {
        inSight.addAll(given);
      }
    }
    return found;
  }

  /** How many parts of a graph flow provide each slot. */
  private static Map<String, Integer> count(Flow graph) {
    Map<String, Integer> counts = new HashMap<>();
    for (Part part : graph.parts()) {
      provides(part).forEach(slot -> counts.merge(slot, 1, Integer::sum));
    }
    return counts;
  }

  private static Set<String> provides(Part part) {
    Set<String> found = new HashSet<>();
    if (part instanceof Task task) {
      task.products().forEach(product -> found.add(product.to()));
    } else if (part instanceof Flow flow) {
      Retry retry = flow.retry();
      if (retry != null) {
        retry.provides().forEach(slot -> found.add(slot.name()));
      }
      flow.parts().forEach(inner -> found.addAll(provides(inner)));
    }
    return found;
  }
}
