package dev.portage.migration.frontier;

import dev.portage.migration.frontier.Sketch.Leaf;
import dev.portage.model.TaskContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What the bodies of one flow do, and did. Thread-safe. */
final class FrontierRun {
  /** What has happened to a body. */
  enum Kind {
    EXECUTE,
    DONE,
    FAIL,
    REVERT
  }

  /**
   * One thing that happened.
   *
   * @param atom with its key
   * @param results what a revert was given, as text
   */
  record Event(Kind kind, String atom, Leaf leaf, List<Object> results) {
    @Override
    public String toString() {
      return kind + " " + atom;
    }
  }

  private final List<Event> events = new ArrayList<>();
  private final Map<String, Integer> failures;
  private final Set<String> stuck;
  private final Runnable inside;

  /**
   * A run that is to go wrong in places.
   *
   * @param failures how many executions of a task fail before one succeeds
   * @param stuck tasks whose reverts fail
   * @param inside is called in every body, once what it does is stored
   */
  FrontierRun(Map<String, Integer> failures, Set<String> stuck, Runnable inside) {
    this.failures = new HashMap<>(failures);
    this.stuck = stuck;
    this.inside = inside;
  }

  /** A run in which nothing goes wrong. */
  static FrontierRun clean() {
    return new FrontierRun(Map.of(), Set.of(), () -> {});
  }

  /** A run in which atoms fail so often. */
  static FrontierRun failingAt(Map<String, Integer> atoms) {
    return new FrontierRun(atoms, Set.of(), () -> {});
  }

  /** The bodies of many flows, each found by its id; null is a flow that nobody looks at. */
  static SketchCode.Bodies bodies(Function<String, FrontierRun> runs) {
    return new SketchCode.Bodies() {
      @Override
      public void execute(Leaf leaf, TaskContext context) {
        runs.apply(context.flowId()).begin(Kind.EXECUTE, leaf, context, List.of());
      }

      @Override
      public void executed(Leaf leaf, TaskContext context) {
        runs.apply(context.flowId()).end(leaf, context);
      }

      @Override
      public void revert(Leaf leaf, TaskContext context, List<Object> results) {
        runs.apply(context.flowId()).begin(Kind.REVERT, leaf, context, results);
      }
    };
  }

  private void begin(Kind kind, Leaf leaf, TaskContext context, List<Object> results) {
    synchronized (this) {
      events.add(new Event(kind, context.task(), leaf, results));
    }
    inside.run();
    if (kind == Kind.REVERT && stuck.contains(leaf.name())) {
      throw new IllegalStateException("cannot be undone");
    }
  }

  private synchronized void end(Leaf leaf, TaskContext context) {
    int left = failures.getOrDefault(context.task(), failures.getOrDefault(leaf.name(), 0));
    if (left > 0) {
      failures.put(failures.containsKey(context.task()) ? context.task() : leaf.name(), left - 1);
      events.add(new Event(Kind.FAIL, context.task(), leaf, List.of()));
      throw new IllegalStateException("fails");
    }
    events.add(new Event(Kind.DONE, context.task(), leaf, List.of()));
  }

  /** What happened, in order. */
  synchronized List<Event> events() {
    return List.copyOf(events);
  }
}
