package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portage.model.AtomName;
import dev.portage.model.DefinitionException;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Repetition;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.model.TaskContext;
import dev.portage.store.FlowId;
import dev.portage.store.MemoryFlowStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that have so long, and bodies that are run again. */
@Timeout(60)
class EffortsTest {
  private static final Slot<String> RECEIPT = Slot.of("receipt", String.class);
  private static final FlowId ID = FlowId.of("f");
  private static final Duration SOON = Duration.ofMillis(300);

  private final MemoryFlowStore store = new MemoryFlowStore();
  private final CountDownLatch never = new CountDownLatch(1);
  private final List<TaskContext> runs = new CopyOnWriteArrayList<>();

  private Engine engine(Task... tasks) {
    Flow.Builder flow = Flow.linear("f");
    for (Task task : tasks) {
      flow.add(task);
    }
    Flow built = flow.build();
    return Engine.open(store, FlowCatalog.of("f", in -> built), EngineOptions.defaults());
  }

  private FlowResult run(Task... tasks) throws Exception {
    try (Engine engine = engine(tasks)) {
      return engine.submit("f", ID, in -> {}).await();
    }
  }

  private Task failing(String name, int failures, Exception why) {
    return Task.named(name)
        .provides(RECEIPT)
        .execute(
            in -> {
              runs.add(in.context());
              if (runs.size() <= failures) {
                throw why;
              }
              return "r-" + runs.size();
            });
  }

  private static Repetition quick(int most) {
    return Repetition.upTo(most).pausing(Duration.ofMillis(1), Duration.ofMillis(2));
  }

  @Test
  void aBodyThatIsLateIsInterruptedAndItsTaskFails() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    AtomicBoolean reverted = new AtomicBoolean();
    Task slow =
        Task.named("charge")
            .timeout(SOON)
            .run(
                in -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    interrupted.set(true);
                    throw e;
                  }
                })
            .revert(in -> reverted.set(!Thread.currentThread().isInterrupted()));
    FlowResult result = run(slow);
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(interrupted).isTrue();
    assertThat(reverted).isTrue();
    assertThat(result.failures().get("charge").message())
        .contains("task 'charge' of flow 'f' has not ended within PT0.3S", "raise .timeout(..)");
    assertThat(result.failures().get("charge").causes())
        .extracting(cause -> cause.type())
        .containsExactly("java.lang.InterruptedException");
  }

  @Test
  void aBodyThatIgnoresItsInterruptIsWaitedForAndStoresNothing() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    AtomicBoolean inside = new AtomicBoolean();
    AtomicBoolean overlapped = new AtomicBoolean();
    Task stubborn =
        Task.named("charge")
            .timeout(SOON)
            .provides(RECEIPT)
            .execute(
                in -> {
                  inside.set(true);
                  begun.countDown();
                  awaitUninterruptibly(released);
                  inside.set(false);
                  return "too late";
                })
            .revert(in -> overlapped.set(inside.get()));
    try (Engine engine = engine(stubborn)) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      begun.await();
      assertThat(handle.await(SOON.multipliedBy(2))).as("it is not reverted yet").isEmpty();
      released.countDown();
      FlowResult result = handle.await();
      assertThat(result.state()).isEqualTo(FlowState.REVERTED);
      assertThat(overlapped).isFalse();
      assertThat(result.failures().get("charge").message()).contains("has not ended within");
      assertThat(result.stored().touched().get(AtomName.of("charge")).execution().output())
          .isNull();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aBodyThatIsInTimeIsLeftAlone() throws Exception {
    Task task =
        Task.named("charge").timeout(Duration.ofMinutes(5)).provides(RECEIPT).execute(in -> "r");
    assertThat(run(task).orThrow().get(RECEIPT)).isEqualTo("r");
  }

  @Test
  void aRevertThatIsLateFails() throws Exception {
    Task task =
        Task.named("charge")
            .timeout(SOON)
            .provides(RECEIPT)
            .execute(in -> "r")
            .revert(in -> never.await());
    FlowResult result =
        run(
            task,
            Task.named("fail")
                .run(
                    in -> {
                      throw new IllegalStateException("on purpose");
                    }));
    assertThat(result.state()).isEqualTo(FlowState.FAILURE);
    assertThat(result.revertFailures().get("charge").message()).contains("has not ended within");
    assertThat(result.stored().touched().get(AtomName.of("charge")).execution().output())
        .isNotNull();
  }

  @Test
  void aPassingFailureIsRepeatedAsOneAttemptWithOneKey() throws Exception {
    FlowResult result = run(failing("charge", 2, new IOException("busy")).repeat(quick(3)));
    assertThat(result.orThrow().get(RECEIPT)).isEqualTo("r-3");
    assertThat(runs).extracting(TaskContext::attempt).containsOnly(1);
    assertThat(runs).extracting(TaskContext::idempotencyKey).containsOnly("f/charge/1");
    assertThat(runs).extracting(TaskContext::isReExecution).containsExactly(false, true, true);
    assertThat(result.stored().touched().get(AtomName.of("charge")).execution())
        .satisfies(execution -> assertThat(execution.attempts()).isEqualTo(1));
  }

  @Test
  void whatDoesNotPassFailsTheTaskInTheEnd() throws Exception {
    FlowResult result = run(failing("charge", 9, new IOException("busy")).repeat(quick(3)));
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(result.failures().get("charge").message()).isEqualTo("busy");
    assertThat(runs).hasSize(3);
  }

  @Test
  @SuppressWarnings("unchecked")
  void onlyTheNamedExceptionsAndTheirSubclassesAreRepeated() throws Exception {
    Repetition onlyIo = quick(5).on(IOException.class);
    run(failing("charge", 1, new UncheckedIOException(new IOException("x"))).repeat(onlyIo));
    assertThat(runs).hasSize(1);
    runs.clear();
    try (Engine engine = engine(failing("charge", 1, new ConnectException("x")).repeat(onlyIo))) {
      engine.submit("f", FlowId.of("g"), in -> {}).await().orThrow();
    }
    assertThat(runs).hasSize(2);
  }

  @Test
  void aResultThatCannotBeStoredIsNotRepeated() throws Exception {
    AtomicInteger count = new AtomicInteger();
    Task task =
        Task.named("charge")
            .repeat(quick(5))
            .provides(RECEIPT)
            .execute(in -> count.incrementAndGet());
    assertThat(run(task).state()).isEqualTo(FlowState.REVERTED);
    assertThat(count).hasValue(1);
  }

  @Test
  void aRevertIsRepeatedToo() throws Exception {
    AtomicInteger count = new AtomicInteger();
    Task task =
        Task.named("charge")
            .repeat(quick(3))
            .run(
                in -> {
                  throw new IllegalStateException("on purpose");
                })
            .revert(
                in -> {
                  if (count.incrementAndGet() < 3) {
                    throw new IOException("busy");
                  }
                });
    assertThat(run(task).state()).isEqualTo(FlowState.REVERTED);
    assertThat(count).hasValue(3);
  }

  @Test
  void theTimeoutEndsAPauseBetweenRuns() throws Exception {
    Repetition rare = Repetition.upTo(9).pausing(Duration.ofHours(1), Duration.ofHours(2));
    FlowResult result =
        run(failing("charge", 9, new IOException("busy")).repeat(rare).timeout(SOON));
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(result.failures().get("charge").message()).contains("has not ended within");
    assertThat(runs).hasSize(1);
  }

  @Test
  void aBodyWhoseTimeWasUpBetweenRunsNeverRunsAgain() throws Exception {
    Repetition soon = Repetition.upTo(9).pausing(SOON.multipliedBy(2), SOON.multipliedBy(2));
    Task task = failing("charge", 9, new IOException("busy")).repeat(soon).timeout(SOON);
    CountDownLatch later = new CountDownLatch(1);
    try (Engine engine = engine(task)) {
      engine.submit("f", ID, in -> {}).await();
      assertThat(later.await(SOON.toMillis() * 3, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(runs).hasSize(1);
    }
  }

  @Test
  @SuppressWarnings("try") // closed early, on purpose
  void noWorkIsLostIfTheEngineClosesDuringAPause() throws Exception {
    Repetition rare = Repetition.upTo(9).pausing(Duration.ofHours(1), Duration.ofHours(2));
    Task task = failing("charge", 1, new IOException("busy")).repeat(rare);
    Flow flow = Flow.linear("f").add(task).build();
    EngineOptions hasty =
        EngineOptions.defaults().withOwner("same").withClosePatience(Duration.ZERO);
    try (Engine engine = Engine.open(store, FlowCatalog.of("f", in -> flow), hasty)) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      await().until(() -> runs.size() == 1);
      engine.close();
      assertThatThrownBy(handle::await).isInstanceOf(EngineClosedException.class);
    }
    try (Engine engine = Engine.open(store, FlowCatalog.of("f", in -> flow), hasty)) {
      assertThat(engine.resume(ID).await().orThrow().get(RECEIPT)).isEqualTo("r-2");
    }
    assertThat(runs).extracting(TaskContext::idempotencyKey).containsOnly("f/charge/1");
    assertThat(runs).extracting(TaskContext::isReExecution).containsExactly(false, true);
  }

  @Test
  void aTimeoutOfNothingIsAMistake() {
    assertThatThrownBy(() -> run(Task.named("charge").timeout(Duration.ZERO).run(in -> {})))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("charge: has a timeout of PT0S; give it time");
  }
}
