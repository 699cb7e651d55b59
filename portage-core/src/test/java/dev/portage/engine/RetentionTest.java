package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.Expiry;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.UnusableStoreException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine that keeps finished flows for a period, by its clock. */
@Timeout(60)
class RetentionTest {
  private static final Duration PERIOD = Duration.ofHours(10);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final FlowStore store = new MemoryFlowStore(clock);

  /** Looks at its clock every ten milliseconds. */
  private EngineOptions options() {
    return EngineOptions.defaults()
        .withClock(clock)
        .withLeaseDuration(Duration.ofMillis(30))
        .withRetention(PERIOD);
  }

  private Engine engine(FlowStore some) {
    Flow flow =
        Flow.linear("f")
            .add(Task.named("a").run(in -> {}))
            .add(
                Task.named("b")
                    .run(
                        in -> {
                          if (in.context().flowId().startsWith("bad")) {
                            throw new IllegalStateException("no");
                          }
                        }))
            .build();
    return Engine.open(
        some,
        FlowCatalog.of("f", in -> flow),
        options().withOwner("e" + System.identityHashCode(new Object())));
  }

  private void run(Engine engine, String id) throws Exception {
    assertThat(engine.submit("f", FlowId.of(id), in -> {}).await().state().isFinished()).isTrue();
  }

  private List<String> left() {
    return store.find(FlowQuery.all()).stream().map(header -> header.id().text()).toList();
  }

  @Test
  void flowsGoWhenTheyHaveBeenFinishedForThatLong() throws Exception {
    try (Engine engine = engine(store)) {
      run(engine, "old");
      run(engine, "bad-reverted");
      engine.enqueue("f", FlowId.of("waiting"), in -> {});
      FlowRecord waiting = store.load(FlowId.of("waiting")).orElseThrow();
      clock.advance(Duration.ofHours(1));
      run(engine, "young");
      FlowRecord young = store.load(FlowId.of("young")).orElseThrow();

      clock.advance(PERIOD.minusMinutes(1));

      await().until(() -> left().size() == 2);
      assertThat(left()).containsExactly("waiting", "young");
      assertThat(store.load(FlowId.of("young"))).contains(young);
      assertThat(store.load(FlowId.of("waiting"))).contains(waiting);
    }
  }

  @Test
  void anEngineThatIsOpenedLooksAtOnce() throws Exception {
    try (Engine engine = engine(store)) {
      run(engine, "old");
    }
    clock.advance(Duration.ofDays(300));
    try (Engine engine = engine(store)) {
      await().until(() -> left().isEmpty());
      assertThatThrownBy(() -> engine.resume(FlowId.of("old")))
          .isInstanceOf(FlowNotFoundException.class);
    }
  }

  @Test
  void enginesSideBySideDoNoHarm() throws Exception {
    List<Engine> engines = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      engines.add(engine(store));
    }
    try {
      for (int round = 0; round < 20; round++) {
        List<FlowHandle> handles = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
          handles.add(engines.get(i % 3).submit("f", FlowId.of(round + "-" + i), in -> {}));
        }
        for (FlowHandle handle : handles) {
          assertThat(handle.await().state()).isEqualTo(FlowState.SUCCESS);
        }
        clock.advance(PERIOD.dividedBy(2));
      }
      clock.advance(PERIOD);
      await().until(() -> left().isEmpty());
    } finally {
      engines.forEach(Engine::close);
    }
  }

  @Test
  void aStoreThatCannotPruneIsToldAndLeftAlone() throws Exception {
    FlowStore cannot =
        (FlowStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {FlowStore.class},
                (proxy, method, arguments) ->
                    method.getName().equals("prune")
                        ? InvocationHandler.invokeDefault(proxy, method, arguments)
                        : method.invoke(store, arguments));
    assertThatThrownBy(() -> cannot.prune(Expiry.of(PERIOD, clock.instant()), 1))
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining("the store memory has no way to remove any\n  next: keep them");
    try (Engine engine = engine(cannot)) {
      run(engine, "1");
      clock.advance(Duration.ofDays(300));
      run(engine, "2");
    }
    assertThat(left()).containsExactly("1", "2");
  }

  /** A retention that is asked by hand, and waited for. */
  private final class Asked implements AutoCloseable {
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Retention retention =
        new Retention(
            new Workshop(
                store,
                options(),
                Threads.of(threads),
                timer,
                new Workers(1),
                new Listeners(List.of()),
                new AtomRunner(clock, store.maxPayloadBytes())),
            PERIOD);

    void look() throws Exception {
      retention.look();
      threads.submit(() -> {}).get();
    }

    @Override
    public void close() {
      timer.shutdownNow();
      threads.shutdownNow();
    }
  }

  private void fill(int flows) throws Exception {
    try (Engine engine =
        Engine.open(
            store,
            FlowCatalog.of("f", in -> Flow.linear("f").add(Task.named("a").run(i -> {})).build()),
            EngineOptions.defaults().withClock(clock))) {
      for (int i = 0; i < flows; i++) {
        run(engine, "f" + i);
      }
    }
  }

  @Test
  void itLooksTenTimesInAPeriodAndNotMoreOften() throws Exception {
    fill(1);
    try (Asked asked = new Asked()) {
      clock.advance(PERIOD.minusMinutes(1));
      asked.look();
      clock.advance(Duration.ofMinutes(2));
      asked.look();
      assertThat(left()).as("it has just looked").hasSize(1);
      clock.advance(Duration.ofMinutes(58));
      asked.look();
      assertThat(left()).isEmpty();
    }
  }

  @Test
  void aClockThatIsTurnedBackDoesNotPutItOff() throws Exception {
    try (Asked asked = new Asked()) {
      clock.advance(Duration.ofDays(1000));
      asked.look();
      clock.advance(Duration.ofDays(-1000));
      fill(1);
      asked.look();
      clock.advance(PERIOD.plusSeconds(1));
      asked.look();
      assertThat(left()).isEmpty();
    }
  }

  @Test
  void moreThanABatchGoesInOneRound() throws Exception {
    fill(2 * Retention.BATCH + 1);
    FlowHeader last = store.find(FlowQuery.all()).get(0);
    clock.advance(PERIOD.plusSeconds(1));
    try (Asked asked = new Asked()) {
      asked.look();
      await().until(() -> store.load(last.id()).isEmpty() && left().isEmpty());
    }
  }
}
