package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who listens hears what is durable, and cannot do harm. */
@Timeout(60)
class ListenersTest {
  private static final FlowId ID = FlowId.of("one");

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final MemoryFlowStore store = new MemoryFlowStore(clock);

  private FlowResult run(EngineOptions options, Task task) throws Exception {
    Flow flow = Flow.linear("f").add(task).build();
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("f", in -> flow), options.withClock(clock))) {
      return engine.submit("f", ID, in -> {}).await();
    }
  }

  @Test
  void aListenerThatThrowsChangesNothing() throws Exception {
    TransitionLog log = new TransitionLog();
    FlowListener throwing =
        new FlowListener() {
          @Override
          public void onAtom(AtomTransition transition) {
            throw new IllegalStateException("no");
          }

          @Override
          public void onFlow(FlowTransition transition) {
            throw new AssertionError("no");
          }
        };
    EngineOptions options = EngineOptions.defaults().withListener(throwing).withListener(log);
    assertThat(run(options, Task.named("a").run(in -> {})).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(log.lines())
        .containsExactly("flow RUNNING f", "task RUNNING a", "task SUCCESS a", "flow SUCCESS f");
  }

  @Test
  void whatIsHeardIsStoredAlready() throws Exception {
    List<String> wrong = new CopyOnWriteArrayList<>();
    FlowListener checking =
        new FlowListener() {
          @Override
          public void onAtom(AtomTransition transition) {
            AtomState stored = store.load(ID).orElseThrow().touched().get(AtomName.of("a")).state();
            if (stored != transition.to()) {
              wrong.add(transition + " but " + stored);
            }
          }
        };
    run(EngineOptions.defaults().withListener(checking), Task.named("a").run(in -> {}));
    assertThat(wrong).isEmpty();
  }

  @Test
  void aListenerThatBlocksDelaysItsOwnFlowOnly() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    FlowListener blocking =
        new FlowListener() {
          @Override
          public void onAtom(AtomTransition transition) {
            if (transition.flow().id().equals(ID) && transition.to() == AtomState.RUNNING) {
              blocked.countDown();
              awaitQuietly(go);
            }
          }
        };
    Flow flow = Flow.linear("f").add(Task.named("a").run(in -> {})).build();
    EngineOptions options = EngineOptions.defaults().withListener(blocking).withClock(clock);
    try (Engine engine = Engine.open(store, FlowCatalog.of("f", in -> flow), options)) {
      FlowHandle slow = engine.submit("f", ID, in -> {});
      blocked.await();
      for (int i = 0; i < 20; i++) {
        assertThat(engine.submit("f", in -> {}).await().state()).isEqualTo(FlowState.SUCCESS);
      }
      assertThat(slow.isDone()).isFalse();
      go.countDown();
      assertThat(slow.await().state()).isEqualTo(FlowState.SUCCESS);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aSuspensionIsHeardOfWhenItIsDurable() throws Exception {
    List<String> wrong = new CopyOnWriteArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    FlowListener checking =
        new FlowListener() {
          @Override
          public void onFlow(FlowTransition transition) {
            FlowState stored = store.load(ID).orElseThrow().header().state();
            if (stored != transition.to()) {
              wrong.add(transition + " but " + stored);
            }
          }
        };
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a")
                    .run(
                        in -> {
                          begun.countDown();
                          go.await();
                        }))
            .add(Task.named("b").run(in -> {}))
            .build();
    EngineOptions options = EngineOptions.defaults().withListener(checking).withClock(clock);
    try (Engine engine = Engine.open(store, FlowCatalog.of("f", in -> flow), options)) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      begun.await();
      handle.suspend();
      go.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.SUSPENDED);
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void durationsAndReasonsAreTold() throws Exception {
    List<AtomTransition> heard = new CopyOnWriteArrayList<>();
    FlowListener listener =
        new FlowListener() {
          @Override
          public void onAtom(AtomTransition transition) {
            heard.add(transition);
          }
        };
    run(
        EngineOptions.defaults().withListener(listener),
        Task.named("a")
            .run(
                in -> {
                  clock.advance(Duration.ofSeconds(7));
                  throw new IllegalStateException("declined");
                }));
    AtomTransition failed = heard.get(1);
    assertThat(failed.to()).isEqualTo(AtomState.FAILURE);
    assertThat(failed.took()).isEqualTo(Duration.ofSeconds(7));
    assertThat(failed.attempt()).isEqualTo(1);
    assertThat(failed.failure()).isNotNull();
    assertThat(failed.failure().message()).isEqualTo("declined");
    assertThat(heard)
        .extracting(AtomTransition::to)
        .containsExactly(
            AtomState.RUNNING, AtomState.FAILURE, AtomState.REVERTING, AtomState.REVERTED);
  }
}
