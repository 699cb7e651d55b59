package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.TransactingStore.Words;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.model.Transactional;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine does about bodies that work in a transaction of its store. */
@Timeout(60)
class TransactionalBodiesTest {
  private static final FlowId ID = FlowId.of("one");

  private final MemoryFlowStore memory = new MemoryFlowStore(InstantSource.system());
  private final AtomicInteger runs = new AtomicInteger();

  private static Task saying(String... words) {
    return Task.named(words[0])
        .execute(
            Transactional.execute(
                Words.class,
                (in, said) -> {
                  List.of(words).forEach(said::add);
                  return null;
                }));
  }

  private static Engine engine(FlowStore store, Flow flow) {
    EngineOptions options = EngineOptions.defaults().withLeaseDuration(Duration.ofSeconds(1));
    return Engine.open(store, FlowCatalog.of("f", in -> flow), options);
  }

  private static FlowResult run(FlowStore store, Flow flow) throws InterruptedException {
    try (Engine engine = engine(store, flow)) {
      return engine.submit("f", ID, in -> {}).await();
    }
  }

  private static Flow line(Task... tasks) {
    Flow.Builder flow = Flow.linear("f");
    for (Task task : tasks) {
      flow.add(task);
    }
    return flow.build();
  }

  @Test
  void aStoreWithoutTransactionsSaysSo() throws Exception {
    FlowResult result = run(memory, line(saying("a")));
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(result.failures().get("a").message()).contains("it has none of that kind");
  }

  @Test
  void aBodyThatIsCalledFromAnotherIsRefused() throws Exception {
    Task inner = saying("a");
    Task outer = Task.named("b").execute(in -> inner.body().execute(in));
    FlowResult result = run(new TransactingStore(memory, false), line(outer));
    assertThat(result.failures().get("b").message()).contains("called from another body");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachIsCommittedOnce(boolean holdsUpWrites) throws Exception {
    TransactingStore store = new TransactingStore(memory, holdsUpWrites);
    assertThat(run(store, line(saying("a"), saying("b"))).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(store.committed()).containsExactly("a", "b");
    assertThat(store.open()).isZero();
  }

  /** Or it would wait for the transaction, which may wait for it. */
  @Test
  void nothingIsWrittenWhileATransactionHoldsUpWrites() throws Exception {
    TransactingStore store = new TransactingStore(memory, true);
    Flow.Builder wide = Flow.unordered("f");
    for (int i = 0; i < 5; i++) {
      wide.add(saying("t" + i));
      wide.add(Task.named("u" + i).run(in -> in.progress(1, "done")));
    }
    assertThat(run(store, wide.build()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(store.committed()).containsExactlyInAnyOrder("t0", "t1", "t2", "t3", "t4");
    assertThat(String.join(" ", store.calls())).doesNotContainPattern("begin (sealed )?write");
  }

  @Test
  void aTransactionThatCannotBeBegunIsTriedAgain() throws Exception {
    TransactingStore store = new TransactingStore(memory, true);
    store.refuse(3);
    assertThat(run(store, line(saying("a"))).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(store.committed()).containsExactly("a");
  }

  @Test
  void untilALeaseWouldHaveEnded() throws Exception {
    TransactingStore store = new TransactingStore(memory, false);
    store.refuse(Integer.MAX_VALUE);
    try (Engine engine = engine(store, line(saying("a")))) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      assertThatThrownBy(handle::await).isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(memory.load(ID).orElseThrow().header().state()).isEqualTo(FlowState.RUNNING);
    store.refuse(0);
    try (Engine engine = engine(store, line(saying("a")))) {
      assertThat(engine.resume(ID).await().state()).isEqualTo(FlowState.SUCCESS);
    }
  }

  @Test
  void aBodyThatLosesItsTransactionRunsAgainAsTheSameAttempt() throws Exception {
    TransactingStore store = new TransactingStore(memory, false);
    Task task =
        Task.named("a")
            .execute(
                Transactional.execute(
                    Words.class,
                    (in, said) -> {
                      said.add(runs.incrementAndGet() == 1 ? "lost" : in.context().toString());
                      if (runs.get() == 1) {
                        throw new IllegalStateException("the connection is gone");
                      }
                      return null;
                    }));
    assertThat(run(store, line(task)).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(store.committed())
        .singleElement()
        .asString()
        .contains("attempt=1", "isReExecution=true");
    assertThat(store.open()).isZero();
  }
}
