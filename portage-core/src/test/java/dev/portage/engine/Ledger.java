package dev.portage.engine;

import dev.portage.model.TaskContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What bodies did to the world outside, in order, by flow. Thread-safe. */
final class Ledger {
  /** One line: a body began or ended. */
  record Line(String body, String task, boolean isBegin, TaskContext context) {}

  private final Map<String, List<Line>> byFlow = new ConcurrentHashMap<>();

  void enter(String body, TaskContext context) {
    add(new Line(body, context.task(), true, context));
  }

  void leave(String body, TaskContext context) {
    add(new Line(body, context.task(), false, context));
  }

  private void add(Line line) {
    byFlow.computeIfAbsent(line.context().flowId(), id -> new CopyOnWriteArrayList<>()).add(line);
  }

  List<Line> of(String flowId) {
    return byFlow.getOrDefault(flowId, List.of());
  }

  long count(String flowId, String body, String task) {
    return of(flowId).stream()
        .filter(line -> line.isBegin() && line.body().equals(body) && line.task().equals(task))
        .count();
  }
}
