package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.DefinitionException;
import dev.portage.model.Flow;
import dev.portage.model.FlowException;
import dev.portage.model.FlowState;
import dev.portage.model.Inputs;
import dev.portage.model.Outputs;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowExistsException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.Lease;
import dev.portage.store.MemoryFlowStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine as its users meet it. */
@Timeout(60)
class EngineTest {
  private static final Slot<BigDecimal> AMOUNT = Slot.of("amount", BigDecimal.class);
  private static final Slot<String> RECEIPT = Slot.of("receipt", String.class);
  private static final Slot<String> PARCEL = Slot.of("parcel", String.class);
  private static final FlowId ID = FlowId.of("order-1");

  private final MemoryFlowStore store = new MemoryFlowStore();

  private static Flow checkout(Inputs in) {
    return Flow.linear("checkout")
        .add(
            Task.named("charge")
                .version(1, 2)
                .requires(AMOUNT)
                .provides(RECEIPT)
                .execute(args -> "paid " + args.get(AMOUNT)))
        .add(
            Task.named("ship")
                .requires(RECEIPT)
                .provides(PARCEL)
                .execute(args -> Outputs.of(PARCEL, "parcel for " + args.get(RECEIPT))))
        .build();
  }

  private Engine engine(String flow, FlowFactory factory) {
    return Engine.open(store, FlowCatalog.of(flow, factory), EngineOptions.defaults());
  }

  private FlowRecord stored() {
    return store.load(ID).orElseThrow();
  }

  @Test
  void aFlowGetsItsInputsAndGivesItsOutputs() throws Exception {
    try (Engine engine = engine("checkout", EngineTest::checkout)) {
      FlowHandle handle =
          engine.submit("checkout", ID, in -> in.put(AMOUNT, new BigDecimal("12.50")));
      FlowResult result = handle.await().orThrow();
      assertThat(handle.isDone()).isTrue();
      assertThat(result.get(RECEIPT)).isEqualTo("paid 12.50");
      assertThat(result.get(PARCEL)).isEqualTo("parcel for paid 12.50");
    }
    assertThat(stored().header().lease().owner()).isNull();
    assertThat(stored().touched().get(AtomName.of("charge")).execution())
        .satisfies(
            execution -> {
              assertThat(execution.version()).isEqualTo("1.2");
              assertThat(execution.attempts()).isEqualTo(1);
              assertThat(execution.idempotencyKey()).isEqualTo("order-1/charge/1");
            });
  }

  @Test
  void submittingWritesTheHeaderOnlyAndHoldsTheLease() throws Exception {
    Flow.Builder flow = Flow.unordered("wide");
    for (int i = 0; i < 1000; i++) {
      flow.add(Task.named("t" + i).run(in -> {}));
    }
    GuardedStore onlyBirths =
        new GuardedStore(
            store,
            (behind, write) ->
                write.expected().isAbsent() ? behind.commit(write) : new CompletableFuture<>());
    try (Engine engine =
        Engine.open(onlyBirths, FlowCatalog.of("wide", in -> flow.build()), quick())) {
      engine.submit("wide", ID, in -> {});
      assertThat(stored().touched()).isEmpty();
      assertThat(stored().header().revision()).isEqualTo(1);
      assertThat(stored().header().state()).isEqualTo(FlowState.PENDING);
      assertThat(stored().header().lease().owner()).isEqualTo("quick");
    }
  }

  private static EngineOptions quick() {
    return EngineOptions.defaults().withOwner("quick").withClosePatience(Duration.ZERO);
  }

  @Test
  void anIdIsTakenOnce() throws Exception {
    try (Engine engine = engine("checkout", EngineTest::checkout)) {
      engine.submit("checkout", ID, in -> in.put(AMOUNT, BigDecimal.ONE)).await();
      FlowRecord before = stored();
      assertThatThrownBy(() -> engine.submit("checkout", ID, in -> in.put(AMOUNT, BigDecimal.ONE)))
          .isInstanceOf(FlowExistsException.class)
          .hasMessageContaining("'order-1'")
          .hasMessageContaining("as 'checkout' in state SUCCESS");
      assertThat(stored()).isEqualTo(before);
    }
  }

  @Test
  void anotherFlowIsNeverRunOnTheRecordOfOne() {
    try (Engine engine = engine("checkout", EngineTest::checkout)) {
      engine.enqueue("checkout", ID, in -> in.put(AMOUNT, BigDecimal.ONE));
    }
    FlowRecord before = stored();
    try (Engine other = engine("refund", in -> Flow.linear("refund").build())) {
      assertThatThrownBy(() -> other.resume(ID))
          .isInstanceOf(FlowRefusedException.class)
          .hasMessageContaining("the record belongs to flow 'checkout'")
          .hasMessageContaining("[refund]");
      assertThatThrownBy(() -> other.submit("refund", ID, in -> {}))
          .isInstanceOf(FlowExistsException.class)
          .hasMessageContaining("as 'checkout'");
    }
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void aFlowThatIsNotInTheCatalogIsNamedWithThoseThatAre() {
    try (Engine engine = engine("checkout", EngineTest::checkout)) {
      assertThatThrownBy(() -> engine.submit("chekout", ID, in -> {}))
          .isInstanceOf(FlowNotFoundException.class)
          .hasMessageContaining("'chekout'")
          .hasMessageContaining("[checkout]");
      assertThatThrownBy(() -> engine.resume(ID))
          .isInstanceOf(FlowNotFoundException.class)
          .hasMessageContaining("'order-1'");
    }
  }

  @Test
  void everyMistakeOfADefinitionIsSaidAtOnceAndNothingIsStored() {
    Flow wrong =
        Flow.linear("wrong")
            .add(Task.named("a").run(in -> {}))
            .add(Task.named("a").run(in -> {}))
            .add(Task.named("no[dy"))
            .link("a", "b")
            .build();
    try (Engine engine = engine("wrong", in -> wrong)) {
      assertThatThrownBy(() -> engine.submit("wrong", ID, in -> {}))
          .isInstanceOf(DefinitionException.class)
          .hasMessageContaining("4 mistakes")
          .hasMessageContaining("two atoms have this name")
          .hasMessageContaining("square bracket")
          .hasMessageContaining("has no body")
          .hasMessageContaining("only a graph flow has links");
    }
    assertThat(store.load(ID)).isEmpty();
  }

  @Test
  void missingInputsRefuseTheSubmit() {
    try (Engine engine = engine("checkout", EngineTest::checkout)) {
      assertThatThrownBy(() -> engine.submit("checkout", ID, in -> in.put(PARCEL, "here")))
          .isInstanceOf(DefinitionException.class)
          .hasMessageContaining("charge: requires 'amount'")
          .hasMessageContaining("ship: provides 'parcel', which is an input too");
    }
    assertThat(store.load(ID)).isEmpty();
  }

  @Test
  void aFactoryThatFailsIsSaidWithItsReason() {
    FlowFactory broken =
        in -> {
          throw new IllegalStateException("no price list");
        };
    try (Engine engine = engine("broken", broken)) {
      assertThatThrownBy(() -> engine.submit("broken", ID, in -> {}))
          .isInstanceOf(FlowException.class)
          .hasMessageContaining("the factory of flow 'broken' failed")
          .hasRootCauseMessage("no price list");
    }
  }

  @Test
  void aFinishedFlowHasItsResultAndRunsNothing() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    FlowFactory failing =
        in ->
            Flow.linear("failing")
                .add(
                    Task.named("a")
                        .run(
                            args -> {
                              runs.incrementAndGet();
                              throw new IllegalStateException("declined");
                            }))
                .build();
    try (Engine engine = engine("failing", failing)) {
      FlowResult first = engine.submit("failing", ID, in -> {}).await();
      assertThatThrownBy(first::orThrow)
          .isInstanceOf(FlowFailedException.class)
          .hasMessage(
              "flow 'order-1' (failing) is REVERTED\n"
                  + "  failed: a: java.lang.IllegalStateException: declined");
      FlowRecord before = stored();
      assertThat(engine.resume(ID).await().state()).isEqualTo(FlowState.REVERTED);
      assertThat(engine.resumeAll().resumed()).isEmpty();
      assertThat(stored()).isEqualTo(before);
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void whatWasEnqueuedIsRunByWhoeverResumes() throws Exception {
    try (Engine engine = engine("checkout", EngineTest::checkout)) {
      for (int i = 0; i < 30; i++) {
        engine.enqueue("checkout", FlowId.of("order-" + i), in -> in.put(AMOUNT, BigDecimal.ONE));
      }
    }
    FlowHeader header = stored().header();
    assertThat(header.state()).isEqualTo(FlowState.PENDING);
    assertThat(header.lease()).isEqualTo(Lease.NONE);
    try (Engine engine = engine("checkout", EngineTest::checkout)) {
      ResumeReport report = engine.resumeAll(ResumeOptions.defaults().withAtOnce(3));
      assertThat(report.resumed()).hasSize(30);
      assertThat(report.refused()).isEmpty();
      List<FlowResult> results = report.awaitAll(Duration.ofSeconds(30)).orElseThrow();
      assertThat(results).extracting(FlowResult::state).containsOnly(FlowState.SUCCESS);
    }
  }

  @Test
  void suspendLetsWhatRunsEndAndResumeGoesOn() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Flow flow =
        Flow.linear("pausing")
            .add(
                Task.named("a")
                    .run(
                        in -> {
                          begun.countDown();
                          go.await(20, TimeUnit.SECONDS);
                        }))
            .add(Task.named("b").run(in -> {}))
            .build();
    TransitionLog log = new TransitionLog();
    EngineOptions options = EngineOptions.defaults().withListener(log);
    try (Engine engine = Engine.open(store, FlowCatalog.of("pausing", in -> flow), options)) {
      FlowHandle handle = engine.submit("pausing", ID, in -> {});
      begun.await();
      handle.suspend();
      go.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.SUSPENDED);
      assertThat(stored().touched().get(AtomName.of("a")).state()).isEqualTo(AtomState.SUCCESS);
      assertThat(stored().header().lease().owner()).isNull();
      assertThat(engine.resumeAll().resumed()).as("suspended flows wait for a word").isEmpty();
      ResumeReport asked = engine.resumeAll(ResumeOptions.defaults().withSuspended());
      assertThat(asked.resumed().get(0).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(log.lines())
        .containsExactly(
            "flow RUNNING pausing",
            "task RUNNING a",
            "flow SUSPENDING pausing",
            "task SUCCESS a",
            "flow SUSPENDED pausing",
            "flow RUNNING pausing",
            "task RUNNING b",
            "task SUCCESS b",
            "flow SUCCESS pausing");
  }
}
