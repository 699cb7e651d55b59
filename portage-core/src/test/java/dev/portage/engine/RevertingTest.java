package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Decider;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Retry;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody asks for everything to be undone. */
@Timeout(60)
class RevertingTest {
  private static final FlowId ID = FlowId.of("one");
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final MemoryFlowStore store = new MemoryFlowStore(clock);
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  private Task task(String name) {
    return Task.named(name).run(in -> calls.add(name)).revert(in -> calls.add("undo " + name));
  }

  private Task held(String name) {
    return task(name)
        .run(
            in -> {
              calls.add(name);
              begun.countDown();
              go.await();
            });
  }

  private static Task failing(Task task) {
    return task.run(
        in -> {
          throw new IllegalStateException("on purpose");
        });
  }

  private EngineOptions options() {
    return EngineOptions.defaults()
        .withParallelism(1)
        .withLeaseDuration(LEASE)
        .withClosePatience(Duration.ZERO)
        .withClock(clock);
  }

  private Engine engine(Flow flow) {
    return Engine.open(store, FlowCatalog.of("f", in -> flow), options());
  }

  private static Flow linear(Task... tasks) {
    Flow.Builder flow = Flow.linear("f");
    for (Task task : tasks) {
      flow.add(task);
    }
    return flow.build();
  }

  private AtomRecord row(String atom) {
    return Objects.requireNonNull(
        store.load(ID).orElseThrow().touched().get(AtomName.of(atom)), atom);
  }

  @Test
  void whatExecutesGoesOnToItsEndAndNothingMoreBegins() throws Exception {
    try (Engine engine = engine(linear(task("a"), held("b"), task("c")))) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      begun.await();
      assertThat(engine.revert(ID).id()).isEqualTo(ID);
      assertThat(row("c").intention()).as("durable on return").isEqualTo(Intention.REVERT);
      assertThat(row("b").state()).isEqualTo(AtomState.RUNNING);
      go.countDown();
      FlowResult result = handle.await();
      assertThat(result.state()).isEqualTo(FlowState.REVERTED);
      assertThat(result.failures()).isEmpty();
    }
    assertThat(calls).containsExactly("a", "b", "undo b", "undo a");
  }

  @Test
  void aHandleAsksWithoutWaitingAndWhatCannotBeRevertedIsAFailure() throws Exception {
    Task stuck =
        task("a")
            .revert(
                in -> {
                  throw new IllegalStateException("no way back");
                });
    try (Engine engine = engine(linear(stuck, held("b")))) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      begun.await();
      handle.revert();
      go.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.FAILURE);
      handle.revert();
      assertThat(engine.revert(ID).await().state())
          .as("what could not be reverted stays so")
          .isEqualTo(FlowState.FAILURE);
    }
    assertThat(calls).containsExactly("a", "b", "undo b");
  }

  @Test
  void whatIsOverIsRefusedAndLeftAsItIs() throws Exception {
    try (Engine engine = engine(linear(task("a")))) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      handle.await();
      FlowRecord before = store.load(ID).orElseThrow();
      assertThatThrownBy(() -> engine.revert(ID))
          .isInstanceOf(FlowRefusedException.class)
          .hasMessageContaining("flow 'one' is not reverted: it is SUCCESS, and that is final")
          .hasMessageContaining("next: undo it by a flow of its own, or restart it");
      assertThatThrownBy(() -> engine.cancel(ID)).isInstanceOf(FlowRefusedException.class);
      handle.revert();
      handle.cancel();
      assertThat(store.load(ID)).contains(before);
    }
    Flow failing = linear(failing(task("a")));
    try (Engine engine = engine(failing)) {
      FlowId other = FlowId.of("two");
      engine.submit("f", other, in -> {}).await();
      assertThatThrownBy(() -> engine.revert(other)).hasMessageContaining("is REVERTED already");
    }
    assertThatThrownBy(() -> engine(failing).revert(FlowId.of("none")))
        .isInstanceOf(FlowNotFoundException.class);
  }

  @Test
  void retriesAreNotAskedAnyMoreAndRememberTheFailure() throws Exception {
    Task failsLate =
        task("b")
            .run(
                in -> {
                  begun.countDown();
                  go.await();
                  throw new IllegalStateException("late");
                });
    Flow inner = Flow.linear("i").retry(Retry.times("ri", 5)).add(failsLate).build();
    Flow flow = Flow.linear("f").retry(Retry.times("ro", 5)).add(task("a")).add(inner).build();
    try (Engine engine = engine(flow)) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      begun.await();
      engine.revert(ID);
      go.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.REVERTED);
    }
    assertThat(calls).containsExactly("a", "undo b", "undo a");
    assertThat(row("ri").historyLength()).isEqualTo(1);
    assertThat(row("ro").execution().attempts()).isEqualTo(1);
  }

  @Test
  void aFlowThatUndoesForItsNextAttemptHasNone() throws Exception {
    Task undone =
        task("a")
            .revert(
                in -> {
                  calls.add("undo a");
                  begun.countDown();
                  go.await();
                });
    Flow flow =
        Flow.linear("f").retry(Retry.times("r", 5)).add(undone).add(failing(task("b"))).build();
    try (Engine engine = engine(flow)) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      begun.await();
      engine.revert(ID);
      go.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.REVERTED);
    }
    assertThat(calls).containsExactly("a", "undo b", "undo a");
  }

  @Test
  void theLastWordCountsOfSuspendAndRevert() throws Exception {
    try (Engine engine = engine(linear(task("a"), held("b")))) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      begun.await();
      handle.suspend();
      handle.revert();
      handle.suspend();
      go.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.SUSPENDED);
      assertThat(calls).containsExactly("a", "b");
      assertThat(engine.resume(ID).await().state())
          .as("it goes on reverting")
          .isEqualTo(FlowState.REVERTED);
    }
    assertThat(calls).containsExactly("a", "b", "undo b", "undo a");
  }

  @Test
  void aRevertCallsASuspensionOff() throws Exception {
    try (Engine engine = engine(linear(task("a"), held("b")))) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      begun.await();
      handle.suspend();
      handle.revert();
      go.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.REVERTED);
    }
  }

  @Test
  void decidersAreNotAskedAnyMore() throws Exception {
    Decider counted =
        Decider.of(
            in -> {
              calls.add("asked");
              return false;
            });
    Flow flow = Flow.graph("f").add(held("a")).add(task("b")).link("a", "b", counted).build();
    try (Engine engine = engine(flow)) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      begun.await();
      engine.revert(ID);
      go.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.REVERTED);
    }
    assertThat(calls).containsExactly("a", "undo a");
    assertThat(row("b").state()).isEqualTo(AtomState.PENDING);
  }

  @Test
  void aFlowOfNothingIsReverted() throws Exception {
    Flow empty = Flow.linear("f").build();
    try (Engine engine = engine(empty)) {
      engine.enqueue("f", ID, in -> {});
      assertThat(engine.revert(ID).await().state()).isEqualTo(FlowState.REVERTED);
    }
  }
}
