package dev.portage.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portage.engine.AtomTransition;
import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowListener;
import dev.portage.engine.FlowResult;
import dev.portage.engine.LostLeaseException;
import dev.portage.engine.ResumeReport;
import dev.portage.model.Arguments;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An engine that runs many small flows on a store, and a ledger beside it: what it was told is
 * stored must be there in the end, once, whatever happened to the store meanwhile.
 */
final class Load implements AutoCloseable {
  private static final int AT_ONCE = 16;
  private static final List<String> TASKS = List.of("reserve", "charge", "pack", "ship");
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final FlowId HELD = FlowId.of("held");

  private final FlowStore store;
  private final Engine engine;
  private final Map<String, Integer> completions = new ConcurrentHashMap<>();
  private final List<FlowId> refused = new CopyOnWriteArrayList<>();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private final AtomicInteger submitted = new AtomicInteger();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Thread submitter = new Thread(this::submitAll, "load");
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private volatile boolean over;

  /** A load that begins at once. */
  Load(String url) {
    this(url, LEASE);
  }

  Load(String url, Duration lease) {
    this.store = FlowStores.open(url);
    Flow.Builder flow = Flow.linear("load");
    for (String task : TASKS) {
      Slot<String> slot = Slot.of(task + "-by", String.class);
      flow.add(Task.named(task).provides(slot).execute(this::body));
    }
    this.engine =
        Engine.open(
            store,
            FlowCatalog.of("load", in -> flow.build()),
            EngineOptions.defaults().withLeaseDuration(lease).withListener(new Ledger()));
    submitter.setDaemon(true);
    submitter.start();
  }

  /** Notes what is durable. */
  private final class Ledger implements FlowListener {
    @Override
    public void onAtom(AtomTransition transition) {
      if (transition.to() == AtomState.SUCCESS) {
        completions.merge(transition.flow().id() + "/" + transition.atom(), 1, Integer::sum);
      }
    }
  }

  private String body(Arguments in) throws InterruptedException {
    if (in.context().flowId().equals(HELD.text())) {
      begun.countDown();
      go.await();
    }
    String atom = in.context().flowId() + "/" + in.context().task();
    if (completions.containsKey(atom)) {
      broken.add(atom + " began again after it was stored");
    }
    return atom;
  }

  private void submitAll() {
    while (!over) {
      places.acquireUninterruptibly();
      FlowId id = FlowId.of("flow-" + submitted.incrementAndGet());
      CompletableFuture<FlowResult> end;
      try {
        end = engine.submit("load", id, in -> {}).future();
      } catch (RuntimeException e) {
        refused.add(id);
        end = CompletableFuture.failedFuture(e);
      }
      CompletableFuture<FlowResult> unused = end.whenComplete((result, e) -> ended(id, e));
    }
  }

  private void ended(FlowId id, @Nullable Throwable thrown) {
    places.release();
    Throwable why = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (why != null
        && !(why instanceof StoreUnavailableException)
        && !(why instanceof LostLeaseException)) {
      broken.add(id + " " + why);
    }
  }

  /** A flow that is in the middle of a body until it is let {@link #go}. */
  record Held(CompletableFuture<FlowResult> end, CountDownLatch latch) {
    void go() {
      latch.countDown();
    }
  }

  /** Begins a flow "held" that does not go on by itself; at most one. */
  Held hold() throws InterruptedException {
    CompletableFuture<FlowResult> end = engine.submit("load", HELD, in -> {}).future();
    begun.await();
    return new Held(end, go);
  }

  /** Which flows could not be submitted. */
  List<FlowId> refused() {
    return refused;
  }

  /** The store that is loaded. */
  FlowStore store() {
    return store;
  }

  /** Waits until so many more tasks are stored as done. */
  Load awaitMore(int tasks) {
    int wanted = completions.size() + tasks;
    await().atMost(PATIENCE).until(() -> completions.size() >= wanted);
    return this;
  }

  /** Submits no more, has every flow ended, and compares what is stored with the ledger. */
  void finish() throws InterruptedException {
    over = true;
    submitter.join();
    await().atMost(PATIENCE).until(this::isAllOver);
    assertThat(broken).isEmpty();
    assertThat(store.unreadable()).isEmpty();
    int flows = 0;
    for (FlowHeader flow : store.find(FlowQuery.all().limit(submitted.get() + 1))) {
      assertThat(flow.state()).as(flow.id().text()).isEqualTo(FlowState.SUCCESS);
      FlowRecord stored = store.load(flow.id()).orElseThrow();
      for (String task : TASKS) {
        assertThat(stored.touched().get(AtomName.of(task)).state()).isEqualTo(AtomState.SUCCESS);
        completions.remove(flow.id() + "/" + task, 1);
      }
      flows++;
    }
    assertThat(flows).isGreaterThan(AT_ONCE);
    assertThat(completions).as("acknowledged twice, or not stored").isEmpty();
  }

  private boolean isAllOver() throws InterruptedException {
    try {
      ResumeReport report = engine.resumeAll();
      assertThat(report.refused()).isEmpty();
      return store.find(FlowQuery.unfinished().limit(1)).isEmpty();
    } catch (StoreUnavailableException e) {
      return false; // asked again
    }
  }

  @Override
  public void close() {
    over = true;
    engine.close();
    store.close();
  }
}
