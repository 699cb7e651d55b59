package dev.portage.benchmarks;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Where the callers of an engine that runs flows on its own threads hear of their ends. */
final class Endings {
  private static final int PATIENCE_SECONDS = 60;

  private final Map<String, CompletableFuture<Void>> byFlow = new ConcurrentHashMap<>();

  /** A flow has ended; it may do so before its caller knows its id. */
  void tell(String flow) {
    of(flow).complete(null);
  }

  /** Waits for the end of a flow. */
  void await(String flow) throws Exception {
    of(flow).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    byFlow.remove(flow);
  }

  private CompletableFuture<Void> of(String flow) {
    return byFlow.computeIfAbsent(flow, id -> new CompletableFuture<>());
  }
}
