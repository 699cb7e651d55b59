package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import dev.portage.benchmarks.Figure.Bar;
import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.model.Flow;
import dev.portage.store.FlowId;
import dev.portage.store.MemoryFlowStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Flows of tasks that do nothing, on the memory store, from submit to the end; beside them the same
 * graphs of plain futures.
 */
final class EngineMemory implements Benchmark {
  private static final double MOST_GROWTH = 1.5;
  private static final double LEAST_OF_FUTURES = 0.2;
  private static final int STEP = 10;

  private record Graph(String name, IntFunction<Flow> flow, FuturesGraph.Kind futures) {}

  private static final List<Graph> GRAPHS =
      List.of(
          new Graph("linear", n -> Flows.linear(n, in -> {}), FuturesGraph.Kind.LINEAR),
          new Graph("unordered", n -> Flows.unordered(n, in -> {}), FuturesGraph.Kind.UNORDERED));

  @Override
  public List<Figure> run(Size size) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (Graph graph : GRAPHS) {
      int small = Math.max(1, size.tasks() / (STEP * STEP));
      Rounds rounds = new Rounds();
      for (int tasks : List.of(small, small * STEP, size.tasks())) {
        int times = size.tasks() / tasks;
        Flow flow = graph.flow().apply(tasks);
        FlowCatalog catalog = FlowCatalog.of("steps", inputs -> flow);
        rounds.add("engine " + tasks, () -> engine(catalog, times));
        rounds.add("futures " + tasks, () -> FuturesGraph.run(graph.futures(), tasks, times));
      }
      Map<String, Samples> took = rounds.run(size.rounds());
      figures.addAll(figures(graph, small, size, took));
    }
    return figures;
  }

  private static List<Figure> figures(
      Graph graph, int small, Size size, Map<String, Samples> took) {
    List<Figure> figures = new ArrayList<>();
    for (int tasks : List.of(small, small * STEP, size.tasks())) {
      Amount engine = amount("engine " + tasks, took, size);
      Amount futures = amount("futures " + tasks, took, size);
      double speed = futures.number() / engine.number();
      figures.add(
          new Figure(
              graph.name() + ", " + tasks + " tasks: speed beside plain futures",
              engine,
              futures,
              speed,
              Bar.atLeast(LEAST_OF_FUTURES)));
    }
    figures.add(
        Figure.of(
            graph.name() + ": time per task of the largest beside the smallest",
            amount("engine " + size.tasks(), took, size),
            amount("engine " + small, took, size),
            Bar.atMost(MOST_GROWTH)));
    return figures;
  }

  /** Every sample runs as many tasks in all, whatever the size of one flow. */
  private static Amount amount(String what, Map<String, Samples> took, Size size) {
    return Amount.of(what, took.getOrDefault(what, new Samples(0)), size.tasks() * 1e3, "us/task");
  }

  private static long engine(FlowCatalog catalog, int times) throws Exception {
    try (MemoryFlowStore store = new MemoryFlowStore();
        Engine engine = Engine.open(store, catalog, EngineOptions.defaults())) {
      return Rounds.time(
          () -> {
            for (int i = 0; i < times; i++) {
              engine.submit("steps", FlowId.of("f" + i), in -> {}).await().orThrow();
            }
          });
    }
  }
}
