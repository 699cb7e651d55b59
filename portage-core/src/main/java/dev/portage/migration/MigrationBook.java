package dev.portage.migration;

import dev.portage.store.Stamp;
import java.util.ArrayDeque;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How stored flows of one name are carried over to today's code: steps, which are done once for
 * each flow, and rules, which answer what still differs. Checked when it is made; immutable and
 * thread-safe.
 */
public final class MigrationBook {
  private final Map<String, Step> steps;
  private final List<Rule> rules;
  private final Set<String> retiredNames;
  private final Set<String> retiredSteps;
  private final Stamp heads;

  MigrationBook(BookBuilder builder, List<Step> ordered) {
    Map<String, Step> map = new LinkedHashMap<>();
    ordered.forEach(step -> map.put(step.id(), step));
    this.steps = map;
    this.rules = builder.allRules();
    this.retiredNames = Set.copyOf(builder.retiredNames);
    this.retiredSteps = Set.copyOf(builder.retiredSteps);
    Set<String> ids = new LinkedHashSet<>(map.keySet());
    ordered.forEach(step -> step.after().forEach(ids::remove));
    this.heads = Stamp.of(ids);
  }

  /**
   * Makes a book.
   *
   * @throws dev.portage.model.DefinitionException with every mistake: duplicate ids, missing
   *     parents, cycles, steps that touch one atom without an order, versions that go back
   */
  public static MigrationBook of(Consumer<BookBuilder> definition) {
    BookBuilder builder = new BookBuilder();
    definition.accept(builder);
    return builder.build();
  }

  /** The steps in the order in which they are folded: parents first, ties by id. */
  public List<Step> steps() {
    return List.copyOf(steps.values());
  }

  /** The step of that id; null if there is none. */
  public @Nullable Step step(String id) {
    return steps.get(id);
  }

  /** The stamp that flows are born with today: the steps that no other step comes after. */
  public Stamp heads() {
    return heads;
  }

  List<Rule> rules() {
    return rules;
  }

  Set<String> retiredNames() {
    return retiredNames;
  }

  /** The ids of a stamp that this book does not know. */
  List<String> unknown(Stamp stamp) {
    return stamp.heads().stream()
        .filter(id -> !steps.containsKey(id) && !retiredSteps.contains(id))
        .toList();
  }

  /** The steps that a flow with this stamp has not been through, in order. */
  List<Step> unseen(Stamp stamp) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(stamp.heads());
    while (!open.isEmpty()) {
      String id = open.remove();
      Step step = steps.get(id);
      if (seen.add(id) && step != null) {
        open.addAll(step.after());
      }
    }
    return steps.values().stream().filter(step -> !seen.contains(step.id())).toList();
  }

  /** Sorts steps so that parents come first and ties go by id; those in a cycle are left out. */
  static List<Step> inOrder(Collection<Step> steps) {
    Map<String, Step> byId = new HashMap<>();
    steps.forEach(step -> byId.put(step.id(), step));
    Map<String, Integer> waiting = new HashMap<>();
    Map<String, Set<String>> children = new HashMap<>();
    for (Step step : steps) {
      Set<String> parents = new HashSet<>(step.after());
      parents.retainAll(byId.keySet());
      waiting.put(step.id(), parents.size());
      parents.forEach(p -> children.computeIfAbsent(p, k -> new HashSet<>()).add(step.id()));
    }
    PriorityQueue<String> free = new PriorityQueue<>();
    waiting.forEach(
        (id, count) -> {
          if (count == 0) {
            free.add(id);
          }
        });
    List<Step> ordered = new java.util.ArrayList<>();
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
}
