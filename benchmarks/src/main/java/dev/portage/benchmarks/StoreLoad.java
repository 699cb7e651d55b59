package dev.portage.benchmarks;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.ResumeReport;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Callers who each submit a flow of ten tasks, wait for its end, and submit the next. */
final class StoreLoad implements AutoCloseable {
  /** What each task gives. */
  static final String VALUE = "{\"id\":4711,\"note\":\"done without trouble\",\"ok\":true}";

  static final int TASKS = 10;

  private static final List<String> NAMES = Flows.names(TASKS);
  private static final JsonNode OUTPUT = Json.mapper().readTree(VALUE);
  private static final Flow FLOW = flow();

  private final Engine engine;
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final Supplier<FlowId> ids;

  StoreLoad(FlowStore store, int atOnce, String prefix) {
    this(store, atOnce, numbered(prefix + "-0123456789-0123456789-"));
  }

  /**
   * On a store.
   *
   * @param ids the id of each flow; may be asked by many threads at once
   */
  StoreLoad(FlowStore store, int atOnce, Supplier<FlowId> ids) {
    this.ids = ids;
    this.engine =
        Engine.open(
            store,
            FlowCatalog.of("steps", inputs -> FLOW),
            EngineOptions.defaults().withWorkers(Math.max(8, atOnce)));
  }

  private static Supplier<FlowId> numbered(String prefix) {
    AtomicInteger numbers = new AtomicInteger();
    return () -> FlowId.of(prefix + numbers.incrementAndGet());
  }

  private static Flow flow() {
    Flow.Builder flow = Flow.linear("steps");
    for (String name : NAMES) {
      flow.add(
          Task.named(name).provides(Slot.of("of-" + name, JsonNode.class)).execute(in -> OUTPUT));
    }
    return flow.build();
  }

  static List<String> names() {
    return NAMES;
  }

  /** Fingerprint and digest of its flows. */
  static List<String> shape() {
    Shape shape = Shape.of(FLOW);
    return List.of(shape.fingerprint().hex(), shape.digest());
  }

  /** Runs so many flows, so many at once, from submit to end. */
  void run(int flows, int atOnce) throws InterruptedException, ExecutionException {
    AtomicInteger left = new AtomicInteger(flows);
    run(() -> left.getAndDecrement() > 0, atOnce);
  }

  /** Runs flows for so long, so many at once; how many came to their end in a second. */
  double perSecond(Duration window, int atOnce) throws InterruptedException, ExecutionException {
    AtomicInteger flows = new AtomicInteger();
    long began = System.nanoTime();
    run(
        () -> {
          boolean isTime = System.nanoTime() - began < window.toNanos();
          flows.addAndGet(isTime ? 1 : 0);
          return isTime;
        },
        atOnce);
    return flows.get() * 1e9 / (System.nanoTime() - began);
  }

  private void run(BooleanSupplier more, int atOnce)
      throws InterruptedException, ExecutionException {
    Callable<Void> caller =
        () -> {
          while (more.getAsBoolean()) {
            engine.submit("steps", ids.get(), in -> {}).await().orThrow();
          }
          return null;
        };
    List<Callable<Void>> all = IntStream.range(0, atOnce).mapToObj(i -> caller).toList();
    for (Future<Void> ended : callers.invokeAll(all)) {
      ended.get();
    }
  }

  /** Looks for flows to resume where there are none. */
  void resumeNothing() throws InterruptedException {
    ResumeReport report = engine.resumeAll();
    if (!report.resumed().isEmpty() || !report.unreadable().isEmpty()) {
      throw new IllegalStateException("expected nothing to resume, found " + report);
    }
  }

  @Override
  public void close() {
    engine.close();
    callers.shutdown();
  }
}
