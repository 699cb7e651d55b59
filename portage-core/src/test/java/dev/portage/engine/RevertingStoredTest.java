package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stored flow is undone on demand, whatever has become of those who drove it. */
@Timeout(60)
class RevertingStoredTest {
  private static final FlowId ID = FlowId.of("one");
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final MemoryFlowStore store = new MemoryFlowStore(clock);
  private final List<String> calls = new CopyOnWriteArrayList<>();

  private Task task(String name) {
    return Task.named(name).run(in -> calls.add(name)).revert(in -> calls.add("undo " + name));
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

  private enum Left {
    PENDING,
    SUSPENDED,
    FAILURE,
    CRASHED
  }

  /** Leaves a flow of a and b with a done, and b not begun, failed, or in doubt. */
  private Flow leave(Left how) throws Exception {
    Flow healthy = linear(task("a"), task("b"));
    EngineOptions undecided = options().withFailurePolicy(FailurePolicy.LEAVE);
    Flow first = how == Left.FAILURE ? linear(task("a"), failing(task("b"))) : healthy;
    AtomicInteger commits = new AtomicInteger();
    GuardedStore mortal =
        new GuardedStore(
            store,
            (behind, write) ->
                how == Left.CRASHED && commits.incrementAndGet() > 3
                    ? new CompletableFuture<>()
                    : behind.commit(write));
    try (Engine engine = Engine.open(mortal, FlowCatalog.of("f", in -> first), undecided)) {
      engine.enqueue("f", ID, in -> {});
      if (how == Left.SUSPENDED) {
        try (FlowStepper stepper = engine.stepwise(ID)) {
          assertThat(stepper.step()).isPresent();
          stepper.handle().suspend();
          stepper.finish();
        }
      } else if (how == Left.FAILURE) {
        engine.resume(ID).await();
      } else if (how == Left.CRASHED) {
        FlowHandle unused = engine.resume(ID);
        await().until(() -> calls.contains("b"));
      }
    }
    clock.advance(LEASE.plusSeconds(1));
    calls.clear();
    return healthy;
  }

  @ParameterizedTest
  @EnumSource
  void aStoredFlowIsRevertedFromWhereverItIs(Left how) throws Exception {
    Flow flow = leave(how);
    FlowState before = store.load(ID).orElseThrow().header().state();
    assertThat(before)
        .isEqualTo(how == Left.CRASHED ? FlowState.RUNNING : FlowState.valueOf(how.name()));
    try (Engine engine = engine(flow)) {
      assertThat(engine.revert(ID).await().state()).isEqualTo(FlowState.REVERTED);
    }
    switch (how) {
      case PENDING -> assertThat(calls).isEmpty();
      case SUSPENDED -> assertThat(calls).containsExactly("undo a");
      case FAILURE -> assertThat(calls).containsExactly("undo b", "undo a");
      case CRASHED -> assertThat(calls).containsExactly("b", "undo b", "undo a");
    }
  }

  @Test
  void aCrashAtAnyCommitOfARevertIsGoneOnFrom() throws Exception {
    Flow flow =
        Flow.linear("f")
            .retry(Retry.times("r", 3))
            .add(task("a"))
            .add(Flow.unordered("u").add(task("b")).add(task("c")).build())
            .add(task("d"))
            .add(task("e"))
            .build();
    boolean died = true;
    for (int commit = 1; died; commit++) {
      FlowId id = FlowId.of("crash-" + commit);
      calls.clear();
      try (Engine engine = engine(flow)) {
        engine.enqueue("f", id, in -> {});
        try (FlowStepper stepper = engine.stepwise(id)) {
          for (int i = 0; i < 5; i++) {
            stepper.step(); // the retry too has a body; d and e are left
          }
        }
      }
      assertThat(calls).containsExactlyInAnyOrder("a", "b", "c", "d").doesNotContain("e");
      died = dies(flow, id, commit);
      clock.advance(LEASE.plusSeconds(1));
      try (Engine engine = engine(flow)) {
        assertThat(engine.resume(id).await().state())
            .as("after commit %s", commit)
            .isEqualTo(FlowState.REVERTED);
      }
      assertThat(calls).doesNotContain("e").contains("undo a", "undo b", "undo c", "undo d");
      assertThat(calls.lastIndexOf("undo d")).isLessThan(calls.indexOf("undo a"));
    }
  }

  private boolean dies(Flow flow, FlowId id, int last) throws Exception {
    CompletableFuture<FlowResult> death = new CompletableFuture<>();
    AtomicInteger commits = new AtomicInteger();
    GuardedStore mortal =
        new GuardedStore(
            store,
            (behind, write) -> {
              if (commits.incrementAndGet() <= last) {
                return behind.commit(write);
              }
              death.complete(null);
              return new CompletableFuture<>();
            });
    try (Engine engine = Engine.open(mortal, FlowCatalog.of("f", in -> flow), options())) {
      FlowHandle handle = engine.revert(id);
      CompletableFuture.anyOf(handle.future(), death).get(30, TimeUnit.SECONDS);
    }
    return death.isDone();
  }
}
