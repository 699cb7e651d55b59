package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Repetition;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody asks for everything to be undone, and does not wait for what executes. */
@Timeout(60)
class CancellingTest {
  private static final FlowId ID = FlowId.of("one");
  private static final Slot<String> RECEIPT = Slot.of("receipt", String.class);
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final MemoryFlowStore store = new MemoryFlowStore(clock);
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);

  private Task task(String name) {
    return Task.named(name).run(in -> calls.add(name)).revert(in -> calls.add("undo " + name));
  }

  private Task endless(String name, CountDownLatch begun) {
    return task(name)
        .run(
            in -> {
              begun.countDown();
              never.await();
            });
  }

  private Engine engine(Flow flow) {
    EngineOptions options =
        EngineOptions.defaults()
            .withLeaseDuration(LEASE)
            .withClosePatience(Duration.ZERO)
            .withClock(clock);
    return Engine.open(store, FlowCatalog.of("f", in -> flow), options);
  }

  private static AtomName name(String atom) {
    int key = atom.indexOf('[');
    return key < 0
        ? AtomName.of(atom)
        : new AtomName(atom.substring(0, key), atom.substring(key + 1, atom.length() - 1));
  }

  private AtomRecord row(String atom) {
    return Objects.requireNonNull(store.load(ID).orElseThrow().touched().get(name(atom)), atom);
  }

  @Test
  void everyBodyOfAParallelFlowIsInterrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(8);
    Flow.Builder wide = Flow.unordered("wide").retry(Retry.times("again", 3));
    for (int i = 0; i < 4; i++) {
      wide.add(endless("t" + i, begun));
      wide.add(endless("u" + i, begun).timeout(Duration.ofHours(1)));
    }
    Flow flow = Flow.linear("f").add(task("a")).add(wide.build()).add(task("z")).build();
    try (Engine engine = engine(flow)) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      begun.await();
      handle.cancel();
      FlowResult result = handle.await();
      assertThat(result.state()).isEqualTo(FlowState.REVERTED);
      assertThat(result.failures()).hasSize(8);
      assertThat(result.failures().get("t0").message())
          .startsWith("task 't0' has not ended: flow 'one' was cancelled");
      assertThat(result.failures().get("u3").causes())
          .extracting(cause -> cause.type())
          .containsExactly("java.lang.InterruptedException");
      assertThat(result.story().toString()).contains("was cancelled", "never ran: z");
    }
    assertThat(calls).startsWith("a").endsWith("undo a").doesNotContain("z").hasSize(10);
  }

  @Test
  void aBodyThatEndsNormallyAllTheSameIsRevertedAsDone() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Task stubborn =
        Task.named("charge")
            .provides(RECEIPT)
            .execute(
                in -> {
                  begun.countDown();
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    calls.add("interrupted");
                  }
                  return "r";
                })
            .revert(in -> calls.add("undo " + in.result(RECEIPT)));
    try (Engine engine = engine(Flow.linear("f").add(stubborn).build())) {
      engine.submit("f", ID, in -> {});
      begun.await();
      FlowResult result = engine.cancel(ID).await();
      assertThat(result.state()).isEqualTo(FlowState.REVERTED);
      assertThat(result.failures()).isEmpty();
    }
    assertThat(calls).containsExactly("interrupted", "undo r");
  }

  @Test
  void aBodyThatIgnoresItsInterruptIsWaitedFor() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean end = new AtomicBoolean();
    AtomicBoolean inside = new AtomicBoolean();
    AtomicBoolean interrupted = new AtomicBoolean();
    Task stubborn =
        task("a")
            .run(
                in -> {
                  inside.set(true);
                  begun.countDown();
                  while (!end.get()) {
                    interrupted.set(Thread.currentThread().isInterrupted());
                    Thread.onSpinWait();
                  }
                  inside.set(false);
                })
            .revert(in -> calls.add("undo while inside " + inside.get()));
    try (Engine engine = engine(Flow.linear("f").add(stubborn).build())) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      begun.await();
      engine.cancel(ID);
      await().untilTrue(interrupted);
      assertThat(handle.isDone()).isFalse();
      assertThat(row("a").state()).isEqualTo(AtomState.RUNNING);
      end.set(true);
      assertThat(handle.await().state()).isEqualTo(FlowState.REVERTED);
    }
    assertThat(calls).containsExactly("undo while inside false");
  }

  @Test
  void whatRevertsIsNotInterrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Task slow =
        task("a")
            .revert(
                in -> {
                  begun.countDown();
                  go.await();
                  calls.add("undo a");
                });
    Task failing =
        task("b")
            .run(
                in -> {
                  throw new IOException("on purpose");
                });
    try (Engine engine = engine(Flow.linear("f").add(slow).add(failing).build())) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      begun.await();
      engine.cancel(ID);
      go.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.REVERTED);
    }
    assertThat(calls).containsExactly("a", "undo b", "undo a");
  }

  @Test
  void theAtomsOfAFanOutAreInterruptedAndThoseThatAreDoneUndone() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    Slot<String> host = Slot.of("host", String.class);
    Task call =
        Task.named("call")
            .each(FanOut.of(List.of("x", "y", "z"), host))
            .run(
                in -> {
                  begun.countDown();
                  if (!in.get(host).equals("y")) {
                    never.await();
                  }
                })
            .revert(in -> calls.add("undo " + in.get(host)));
    Flow flow = Flow.linear("f").add(task("a")).add(call).add(task("z")).build();
    try (Engine engine = engine(flow)) {
      engine.submit("f", ID, in -> {});
      begun.await();
      await().until(() -> row("call[y]").state() == AtomState.SUCCESS);
      assertThat(engine.cancel(ID).await().state()).isEqualTo(FlowState.REVERTED);
    }
    assertThat(calls).containsExactlyInAnyOrder("a", "undo x", "undo y", "undo z", "undo a");
    assertThat(calls).endsWith("undo a");
  }

  @Test
  void aPauseBetweenRepetitionsEnds() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    Repetition rare = Repetition.upTo(9).pausing(Duration.ofHours(1), Duration.ofHours(2));
    Task task =
        task("a")
            .repeat(rare)
            .run(
                in -> {
                  failed.countDown();
                  throw new IOException("busy");
                });
    try (Engine engine = engine(Flow.linear("f").add(task).build())) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      failed.await();
      handle.cancel();
      FlowResult result = handle.await();
      assertThat(result.state()).isEqualTo(FlowState.REVERTED);
      assertThat(result.failures().get("a").message()).contains("was cancelled");
    }
    assertThat(calls).containsExactly("undo a");
  }

  @Test
  void aSuspendedFlowIsCancelledWhereItStands() throws Exception {
    Flow flow = Flow.linear("f").add(task("a")).add(task("b")).build();
    try (Engine engine = engine(flow)) {
      engine.enqueue("f", ID, in -> {});
      try (FlowStepper stepper = engine.stepwise(ID)) {
        stepper.step();
        stepper.handle().suspend();
        assertThat(stepper.finish().state()).isEqualTo(FlowState.SUSPENDED);
      }
      assertThat(engine.cancel(ID).await().state()).isEqualTo(FlowState.REVERTED);
    }
    assertThat(calls).containsExactly("a", "undo a");
  }

  @Test
  void whatACrashLeftInDoubtIsRevertedWithoutBeingExecutedAgain() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Flow flow = Flow.linear("f").add(task("a")).add(endless("b", begun)).build();
    AtomicBoolean dead = new AtomicBoolean();
    GuardedStore mortal =
        new GuardedStore(
            store,
            (behind, write) -> dead.get() ? new CompletableFuture<>() : behind.commit(write));
    try (Engine engine = engine(flow);
        Engine dying =
            Engine.open(
                mortal,
                FlowCatalog.of("f", in -> flow),
                EngineOptions.defaults()
                    .withClosePatience(Duration.ZERO)
                    .withLeaseDuration(LEASE)
                    .withClock(clock))) {
      dying.submit("f", ID, in -> {});
      begun.await();
      dead.set(true);
      clock.advance(LEASE.plusSeconds(1));
      FlowResult result = engine.cancel(ID).await();
      assertThat(result.state()).isEqualTo(FlowState.REVERTED);
      assertThat(result.failures().get("b").message()).contains("was cancelled");
      assertThat(row("b").execution().attempts()).isEqualTo(1);
    }
    assertThat(calls).containsExactly("a", "undo b", "undo a");
  }
}
