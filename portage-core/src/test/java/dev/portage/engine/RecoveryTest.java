package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many flows at once, some of them in trouble. */
@Timeout(60)
class RecoveryTest {
  private final MemoryFlowStore store = new MemoryFlowStore();

  private static FlowFactory flow(String task) {
    return in -> Flow.linear("f").add(Task.named(task).run(args -> {})).build();
  }

  private static FlowId id(int number) {
    return FlowId.of("flow-" + number);
  }

  @Test
  void oneBadFlowNeverStopsTheOthers() throws Exception {
    FlowCatalog old = FlowCatalog.builder().flow("f", flow("a")).flow("gone", flow("a")).build();
    EngineOptions options = EngineOptions.defaults();
    try (Engine engine = Engine.open(store, old, options)) {
      engine.enqueue("f", id(0), in -> {});
      engine.enqueue("gone", id(1), in -> {});
      engine.enqueue("f", id(2), in -> {});
      FlowHeader mine = engine.submit("f", id(3), in -> {}).await().stored().header();
      assertThat(mine.state()).isEqualTo(FlowState.SUCCESS);
      engine.enqueue("f", id(4), in -> {});
    }
    Admission moody =
        (stored, target) -> {
          if (stored.id().equals(id(2))) {
            throw new IllegalStateException("a bug in an admission");
          }
          return Admission.exact().admit(stored, target);
        };
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("f", flow("a")), options.withAdmission(moody))) {
      ResumeReport report = engine.resumeAll(ResumeOptions.defaults().withAtOnce(1));
      assertThat(report.resumed()).extracting(FlowHandle::id).containsExactly(id(0), id(4));
      assertThat(report.refused()).containsOnlyKeys(id(1), id(2));
      assertThat(report.refused().get(id(1)))
          .hasMessageContaining("the record belongs to flow 'gone'");
      assertThat(report.refused().get(id(2))).hasRootCauseMessage("a bug in an admission");
      assertThat(report.awaitAll(Duration.ofSeconds(20))).isPresent();
    }
  }

  @Test
  void onlyFlowsOfOneNameOnWish() throws Exception {
    FlowCatalog both = FlowCatalog.builder().flow("f", flow("a")).flow("g", flow("a")).build();
    try (Engine engine = Engine.open(store, both, EngineOptions.defaults())) {
      engine.enqueue("f", id(0), in -> {});
      engine.enqueue("g", id(1), in -> {});
      assertThat(engine.resumeAll(ResumeOptions.defaults().of("g")).resumed())
          .extracting(FlowHandle::id)
          .containsExactly(id(1));
    }
  }

  @Test
  void aStoreThatIsAwayForAMomentLosesNothing() throws Exception {
    AtomicInteger executed = new AtomicInteger();
    AtomicInteger commits = new AtomicInteger();
    GuardedStore shaky =
        new GuardedStore(
            store,
            (behind, write) ->
                commits.incrementAndGet() % 3 == 0
                    ? CompletableFuture.failedFuture(new StoreUnavailableException("disk full"))
                    : behind.commit(write));
    Flow.Builder flow = Flow.linear("f");
    for (int i = 0; i < 10; i++) {
      flow.add(Task.named("t" + i).run(in -> executed.incrementAndGet()));
    }
    try (Engine engine =
        Engine.open(shaky, FlowCatalog.of("f", in -> flow.build()), EngineOptions.defaults())) {
      assertThat(engine.submit("f", id(0), in -> {}).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(executed).hasValue(10);
  }

  @Test
  void aStoreThatStaysAwayEndsTheRunWithItsReason() throws Exception {
    GuardedStore gone =
        new GuardedStore(
            store,
            (behind, write) ->
                write.expected().isAbsent()
                    ? behind.commit(write)
                    : CompletableFuture.failedFuture(new StoreUnavailableException("disk full")));
    EngineOptions options = EngineOptions.defaults().withLeaseDuration(Duration.ofMillis(50));
    try (Engine engine = Engine.open(gone, FlowCatalog.of("f", flow("a")), options)) {
      FlowHandle handle = engine.submit("f", id(0), in -> {});
      assertThatThrownBy(handle::await)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage("disk full");
    }
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("f", flow("a")), EngineOptions.defaults())) {
      assertThat(engine.resume(id(0)).await().state()).isEqualTo(FlowState.SUCCESS);
    }
  }

  @Test
  void workersBoundWhatRunsAtOnceAndParallelismEachFlow() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Flow.Builder flow = Flow.unordered("f");
    for (int i = 0; i < 20; i++) {
      flow.add(
          Task.named("t" + i)
              .run(
                  in -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    now.decrementAndGet();
                  }));
    }
    EngineOptions options = EngineOptions.defaults().withWorkers(3).withParallelism(2);
    try (Engine engine = Engine.open(store, FlowCatalog.of("f", in -> flow.build()), options)) {
      List<FlowHandle> handles =
          List.of(
              engine.submit("f", in -> {}),
              engine.submit("f", in -> {}),
              engine.submit("f", in -> {}));
      for (FlowHandle handle : handles) {
        assertThat(handle.await().state()).isEqualTo(FlowState.SUCCESS);
      }
    }
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void aLongFlowLetsOthersHaveItsWorker() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    Flow.Builder endless = Flow.linear("endless");
    AtomicInteger last = new AtomicInteger();
    endless.add(Task.named("first").run(in -> both.await(20, TimeUnit.SECONDS)));
    for (int i = 0; i < 500; i++) {
      int number = i;
      endless.add(Task.named("t" + i).run(in -> last.set(number)));
    }
    AtomicInteger lastWhenShortRan = new AtomicInteger(-1);
    FlowCatalog catalog =
        FlowCatalog.builder()
            .flow("endless", in -> endless.build())
            .flow(
                "short",
                in ->
                    Flow.linear("short")
                        .add(Task.named("a").run(args -> lastWhenShortRan.set(last.get())))
                        .build())
            .build();
    CountDownLatch waits = new CountDownLatch(1);
    FlowListener listener =
        new FlowListener() {
          @Override
          public void onFlow(FlowTransition transition) {
            if (transition.flow().flow().equals("short")) {
              waits.countDown(); // it is RUNNING, has asked for a worker, and there was none
            }
          }
        };
    EngineOptions options = EngineOptions.defaults().withWorkers(1).withListener(listener);
    try (Engine engine = Engine.open(store, catalog, options)) {
      FlowHandle slow = engine.submit("endless", in -> {});
      await().until(() -> both.getNumberWaiting() == 1);
      FlowHandle quick = engine.submit("short", in -> {});
      assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
      both.await(20, TimeUnit.SECONDS);
      assertThat(quick.await().state()).isEqualTo(FlowState.SUCCESS);
      assertThat(slow.await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(lastWhenShortRan.get()).isBetween(0, 490);
  }

  @Test
  void aFlowThatIsResumedTwiceAtOnceRunsOnce() throws Exception {
    AtomicInteger executed = new AtomicInteger();
    FlowFactory counting =
        in -> Flow.linear("f").add(Task.named("a").run(i -> executed.incrementAndGet())).build();
    EngineOptions options = EngineOptions.defaults();
    try (Engine engine = Engine.open(store, FlowCatalog.of("f", counting), options)) {
      for (int i = 0; i < 200; i++) {
        FlowId id = engine.enqueue("f", id(i), in -> {});
        CyclicBarrier both = new CyclicBarrier(2);
        CompletableFuture<Void> other =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    both.await(20, TimeUnit.SECONDS);
                    engine.resume(id).await().orThrow();
                  } catch (FlowBusyException e) {
                    assertThat(e.owner()).isEqualTo(options.owner());
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        both.await(20, TimeUnit.SECONDS);
        try {
          engine.resume(id).await().orThrow();
        } catch (FlowBusyException e) {
          assertThat(e.owner()).isEqualTo(options.owner());
        }
        other.get(20, TimeUnit.SECONDS);
      }
    }
    assertThat(executed).hasValue(200);
  }
}
