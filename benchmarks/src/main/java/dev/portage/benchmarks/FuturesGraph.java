package dev.portage.benchmarks;

import dev.portage.engine.EngineOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What an application would write that neither stores nor resumes: a future for each task, each on
 * a thread of a pool, each putting its completion into a map.
 */
final class FuturesGraph {
  enum Kind {
    LINEAR,
    UNORDERED
  }

  /** As many as an engine gives one flow, unless it is told otherwise. */
  private static final int THREADS = EngineOptions.defaults().parallelism();

  private FuturesGraph() {}

  /** Runs the graph so many times; nanoseconds in all. */
  static long run(Kind kind, int tasks, int times) throws Exception {
    List<String> names = Flows.names(tasks);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      return Rounds.time(
          () -> {
            for (int i = 0; i < times; i++) {
              ConcurrentHashMap<String, String> done = new ConcurrentHashMap<>();
              (kind == Kind.LINEAR ? linear(names, done, threads) : unordered(names, done, threads))
                  .join();
              if (done.size() != tasks) {
                throw new IllegalStateException(done.size() + " of " + tasks + " tasks have run");
              }
            }
          });
    } finally {
      threads.shutdown();
    }
  }

  private static CompletableFuture<Void> linear(
      List<String> names, ConcurrentHashMap<String, String> done, ExecutorService threads) {
    CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    for (String name : names) {
      last = last.thenRunAsync(() -> done.put(name, "SUCCESS"), threads);
    }
    return last;
  }

  private static CompletableFuture<Void> unordered(
      List<String> names, ConcurrentHashMap<String, String> done, ExecutorService threads) {
    return CompletableFuture.allOf(
        names.stream()
            .map(name -> CompletableFuture.runAsync(() -> done.put(name, "SUCCESS"), threads))
            .toArray(CompletableFuture<?>[]::new));
  }
}
