package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Inputs;
import dev.portage.model.Retry;
import dev.portage.model.RetryHistory;
import dev.portage.model.RetryStrategy;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Retries try their flow again, remember how it went, and give up as they say. */
@Timeout(60)
class RetriesTest {
  private static final FlowId ID = FlowId.of("one");
  private static final Slot<String> HOST = Slot.of("host", String.class);
  private static final Slot<List<String>> HOSTS = Slot.listOf("hosts", String.class);
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final MemoryFlowStore store = new MemoryFlowStore(clock);
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  private Task task(String name, int failures) {
    return Task.named(name)
        .run(
            in -> {
              calls.add(name);
              if (in.context().attempt() <= failures) {
                throw new IllegalStateException(name + " fails");
              }
            })
        .revert(in -> calls.add("undo " + name));
  }

  private EngineOptions options() {
    return EngineOptions.defaults()
        .withParallelism(1)
        .withLeaseDuration(LEASE)
        .withClosePatience(Duration.ZERO)
        .withClock(clock);
  }

  private FlowResult run(Flow flow, EngineOptions options) throws Exception {
    try (Engine engine = Engine.open(store, FlowCatalog.of("f", in -> flow), options)) {
      return engine.submit("f", ID, in -> {}).await();
    }
  }

  private static AtomRecord row(FlowResult result, String atom) {
    return Objects.requireNonNull(result.stored().touched().get(AtomName.of(atom)));
  }

  @Test
  void theValuesOfASlotAreTriedInTurnAndRemembered() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(Task.named("find").provides(HOSTS).execute(in -> List.of("x", "y")))
            .add(
                Flow.unordered("each")
                    .retry(Retry.forEachOf("r", HOST, HOSTS))
                    .add(
                        Task.named("call")
                            .requires(HOST)
                            .run(
                                in -> {
                                  calls.add(in.get(HOST));
                                  if (in.get(HOST).equals("x")) {
                                    throw new IllegalStateException("x is down");
                                  }
                                }))
                    .build())
            .build();
    FlowResult result = run(flow, options());
    assertThat(result.orThrow().get(HOST)).isEqualTo("y");
    assertThat(calls).containsExactly("x", "y");
    Payload history = Objects.requireNonNull(row(result, "r").history());
    RetryHistory read = StoredHistory.of(Retry.forEachOf("r", HOST, HOSTS), history);
    assertThat(read.values(HOST)).containsExactly("x", "y");
    assertThat(read.failures(0)).containsOnlyKeys("call");
    assertThat(read.failures(0).get("call"))
        .returns("x is down", Failure::message)
        .returns(clock.instant(), Failure::at);
    assertThat(read.failures(1)).isEmpty();
  }

  @Test
  void theRetryAroundHasItsSayAndTriesTheInnerOneAfresh() throws Exception {
    Flow inner = Flow.linear("i").retry(Retry.times("ri", 2)).add(task("b", 3)).build();
    FlowResult result =
        run(
            Flow.linear("f").retry(Retry.times("ro", 2)).add(task("a", 0)).add(inner).build(),
            options());
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(calls)
        .containsExactly("a", "b", "undo b", "b", "undo b", "undo a", "a", "b", "undo b", "b");
    assertThat(row(result, "ri").historyLength()).isEqualTo(2);
    assertThat(row(result, "ro").historyLength()).isEqualTo(2);
    RetryHistory outer = StoredHistory.of(Retry.times("ro", 2), row(result, "ro").history());
    assertThat(outer.failures(0)).containsOnlyKeys("ri");
    assertThat(row(result, "b").execution().idempotencyKey()).isEqualTo("one/b/4");
  }

  @Test
  void whereRevertsAreDeferredNothingIsLeftHalfDone() throws Exception {
    Flow inner = Flow.linear("i").retry(Retry.alwaysRevert("r")).add(task("b", 9)).build();
    FlowResult result =
        run(
            Flow.linear("f").add(task("a", 0)).add(inner).build(),
            options().withFailurePolicy(FailurePolicy.DEFER_REVERTS));
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(calls).containsExactly("a", "b", "undo b", "undo a");
  }

  @Test
  void whatIsLeftUndecidedIsDecidedByALaterEngine() throws Exception {
    Flow flow =
        Flow.linear("f").retry(Retry.times("r", 2)).add(task("a", 0)).add(task("b", 1)).build();
    assertThat(run(flow, options().withFailurePolicy(FailurePolicy.LEAVE)).state())
        .isEqualTo(FlowState.FAILURE);
    try (Engine engine = Engine.open(store, FlowCatalog.of("f", in -> flow), options())) {
      assertThat(engine.resume(ID).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(calls).containsExactly("a", "b", "undo b", "undo a", "a", "b");
  }

  /** Goes wrong in one of the two things that a strategy does. */
  private enum Broken implements RetryStrategy {
    DECIDING,
    GIVING;

    @Override
    public Decision onFailure(RetryHistory history, Inputs in) {
      if (this == DECIDING) {
        throw new IllegalStateException("cannot decide");
      }
      return Decision.RETRY;
    }

    @Override
    public Object execute(RetryHistory history, Inputs in) {
      if (this == GIVING && history.size() > 0) {
        throw new IllegalStateException("cannot give");
      }
      return 0;
    }

    @Override
    public String describe() {
      return "broken";
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRetryThatFailsItselfIsLeftToTheOneAroundIt(Broken how) throws Exception {
    Flow inner = Flow.linear("i").retry(Retry.of("ri", how)).add(task("b", 1)).build();
    FlowResult result =
        run(Flow.linear("f").retry(Retry.times("ro", 2)).add(inner).build(), options());
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    RetryHistory outer = StoredHistory.of(Retry.times("ro", 2), row(result, "ro").history());
    assertThat(outer.failures(0).get("ri").message()).startsWith("cannot");
  }

  @Test
  void aCrashAtAnyCommitChangesNothingInTheEnd() throws Exception {
    Flow inner =
        Flow.unordered("i")
            .retry(Retry.forEach("ri", HOST, List.of("x", "y")))
            .add(task("b", 3))
            .add(task("c", 0))
            .build();
    Flow flow =
        Flow.linear("f")
            .retry(Retry.times("ro", 3))
            .add(task("a", 0))
            .add(inner)
            .add(task("d", 1))
            .build();
    List<String> expected = outcome(run(flow, options()).stored());
    assertThat(expected).contains("a SUCCESS EXECUTE 3 0", "ro SUCCESS EXECUTE 3 3");
    boolean died = true;
    for (int commit = 1; died; commit++) {
      FlowId id = FlowId.of("crash-" + commit);
      FlowCatalog catalog = FlowCatalog.of("f", in -> flow);
      try (Engine engine = Engine.open(store, catalog, options())) {
        engine.enqueue("f", id, in -> {});
      }
      died = dies(catalog, id, commit);
      clock.advance(LEASE.plusSeconds(1));
      FlowRecord left = store.load(id).orElseThrow();
      try (Engine engine = Engine.open(store, catalog, options())) {
        assertThat(outcome(engine.resume(id).await().stored()))
            .as("commit %s, left as %s", commit, outcome(left))
            .isEqualTo(expected);
      }
    }
  }

  private boolean dies(FlowCatalog catalog, FlowId id, int last) throws Exception {
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
    try (Engine engine = Engine.open(mortal, catalog, options())) {
      CompletableFuture.anyOf(engine.resume(id).future(), death).get(30, TimeUnit.SECONDS);
    }
    return death.isDone();
  }

  private static List<String> outcome(FlowRecord stored) {
    List<String> rows = new ArrayList<>(List.of(stored.header().state().name()));
    for (AtomRecord row : stored.touched().values()) {
      rows.add(
          String.join(
              " ",
              row.name().toString(),
              row.state().name(),
              row.intention().name(),
              String.valueOf(row.execution().attempts()),
              String.valueOf(row.historyLength())));
    }
    return rows;
  }

  @Test
  void aHistoryIsCarriedByteForByte() throws Exception {
    Flow flow = Flow.linear("f").retry(Retry.times("r", 2)).add(task("a", 9)).build();
    AtomRecord before = row(run(flow, options()), "r");
    assertThat(before.state()).isEqualTo(AtomState.REVERTED);
    assertThat(before.historyLength()).isEqualTo(2);
    AtomRecord after =
        Objects.requireNonNull(store.load(ID).orElseThrow().touched().get(AtomName.of("r")));
    assertThat(after.history()).isEqualTo(before.history());
  }
}
