package dev.portage.engine;

import dev.portage.model.TaskContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What bodies did to the world outside, in order, by flow. Bodies of a process that is said to have
 * been killed do nothing any more. Thread-safe.
 */
final class Ledger {
  /** One line: a body began or ended. */
  record Line(String body, String task, boolean isBegin, TaskContext context) {}

  private final Map<String, List<Line>> byFlow = new HashMap<>();
  private final Consumer<Line> reader;
  private int killed;

  /**
   * Empty.
   *
   * @param reader is shown each line before it is written; what it throws fails the body
   */
  Ledger(Consumer<Line> reader) {
    this.reader = reader;
  }

  /** The ledger as one process writes to it. */
  final class Pen implements RandomCode.Bodies {
    private final int life;

    private Pen(int life) {
      this.life = life;
    }

    @Override
    public void enter(String body, TaskContext context) {
      write(life, new Line(body, context.task(), true, context));
    }

    @Override
    public void leave(String body, TaskContext context) {
      write(life, new Line(body, context.task(), false, context));
    }
  }

  /** For a process that begins now. */
  synchronized Pen pen() {
    return new Pen(killed);
  }

  /** Ends the process that writes. */
  synchronized void kill() {
    killed++;
  }

  private synchronized void write(int life, Line line) {
    if (life != killed) {
      throw new IllegalStateException("this process is dead");
    }
    reader.accept(line);
    byFlow.computeIfAbsent(line.context().flowId(), id -> new ArrayList<>()).add(line);
  }

  synchronized List<Line> of(String flowId) {
    return List.copyOf(byFlow.getOrDefault(flowId, List.of()));
  }
}
