package dev.portage.testkit.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the simulated bodies of one flow did, and which of them fail. Thread-safe. */
final class SimulatedRun {
  /** More executions of one task than any sane flow has. */
  private static final int ENDLESS = 200;

  /** What was done. */
  enum Kind {
    EXECUTE,
    REVERT
  }

  /**
   * A body that was begun.
   *
   * @param atom with its key
   */
  record Event(Kind kind, String atom) {
    @Override
    public String toString() {
      return (kind == Kind.EXECUTE ? "" : "revert ") + atom;
    }
  }

  private final List<Event> events = new ArrayList<>();
  private final Set<String> failing;
  private boolean endless;

  private SimulatedRun(Set<String> failing) {
    this.failing = Set.copyOf(failing);
  }

  /** Nothing fails. */
  static SimulatedRun clean() {
    return new SimulatedRun(Set.of());
  }

  /** That task fails, however often it is tried. */
  static SimulatedRun failingAt(String atom) {
    return new SimulatedRun(Set.of(atom));
  }

  synchronized void begins(Kind kind, String atom) {
    if (count(kind, atom) >= ENDLESS) {
      endless = true;
    } else {
      events.add(new Event(kind, atom));
    }
    if (kind == Kind.EXECUTE && failing.contains(atom)) {
      throw new IllegalStateException("fails, as the contract asks");
    }
  }

  /** Whether something is done over and over. */
  synchronized boolean isEndless() {
    return endless;
  }

  /** What happened, in order. */
  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** What was executed, in order, each as often as it was begun. */
  List<String> executed() {
    return events().stream().filter(e -> e.kind() == Kind.EXECUTE).map(Event::atom).toList();
  }

  synchronized int count(Kind kind, String atom) {
    return (int) events.stream().filter(e -> e.kind() == kind && e.atom().equals(atom)).count();
  }
}
