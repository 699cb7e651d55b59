package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Outputs;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.model.TaskContext;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.Json;
import dev.portage.store.LeaseChange;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Output;
import dev.portage.store.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** What an engine makes of records that others have left, in any state. */
@Timeout(60)
class ResumingTest {
  private static final FlowId ID = FlowId.of("one");
  private static final Slot<Integer> X = Slot.of("x", Integer.class);
  private static final Slot<Integer> Y = Slot.of("y", Integer.class);

  private final MemoryFlowStore store = new MemoryFlowStore();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<TaskContext> contexts = Collections.synchronizedList(new ArrayList<>());

  /** a gives x and y, b wants both, c comes last. */
  private Flow flow() {
    return Flow.linear("f")
        .add(
            Task.named("a")
                .provides(X, Y)
                .execute(in -> called("a", in.context(), Outputs.of(X, 1).and(Y, 2)))
                .revert(in -> called("undo a", in.context(), null)))
        .add(
            Task.named("b")
                .requires(X, Y)
                .run(in -> called("b " + in.get(X) + in.get(Y), in.context(), null))
                .revert(in -> called("undo b", in.context(), null)))
        .add(Task.named("c").run(in -> called("c", in.context(), null)))
        .build();
  }

  private Object called(String what, TaskContext context, Object result) {
    calls.add(what);
    contexts.add(context);
    return result;
  }

  private Engine engine(Flow flow) {
    return Engine.open(store, FlowCatalog.of("f", in -> flow), EngineOptions.defaults());
  }

  private void leave(FlowState state, AtomRecord... rows) {
    try (Engine engine = engine(flow())) {
      engine.enqueue("f", ID, in -> {});
    }
    FlowHeader header = store.load(ID).orElseThrow().header();
    FlowWrite write =
        new FlowWrite(
            header.key(),
            FlowWrite.Expected.of(header),
            FlowWrite.Head.of(state),
            List.of(rows),
            List.of(),
            LeaseChange.keep(),
            null);
    assertThat(store.commit(write)).isCompleted();
  }

  private static AtomRecord row(String name, AtomState state, Execution execution) {
    return AtomRecord.untouched(AtomName.of(name), AtomKind.TASK).in(state).with(execution);
  }

  private static Execution begun() {
    return new Execution(null, null, null, 3, "kept/key/3", Times.UNKNOWN);
  }

  private static Execution done(String json) {
    Output output = Output.of((ObjectNode) Json.mapper().readTree(json));
    return new Execution("1.0", output, null, 1, "one/a/1", Times.UNKNOWN);
  }

  private static Execution failed() {
    Failure failure = Failure.of(new IllegalStateException("no"), Instant.EPOCH);
    return new Execution("1.0", null, failure, 1, "one/b/1", Times.UNKNOWN);
  }

  private FlowResult resume() throws Exception {
    try (Engine engine = engine(flow())) {
      return engine.resume(ID).await();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FlowState.class,
      names = {"PENDING", "RUNNING", "SUSPENDING", "SUSPENDED", "FAILURE"})
  void anUnfinishedFlowGoesOnFromWhereItIs(FlowState state) throws Exception {
    leave(state, row("a", AtomState.SUCCESS, done("{\"x\":5,\"y\":6}")));
    assertThat(resume().state()).isEqualTo(FlowState.SUCCESS);
    assertThat(calls).containsExactly("b 56", "c");
  }

  @Test
  void whatWasRunningRunsAgainUnderItsKeyAndKnowsIt() throws Exception {
    leave(
        FlowState.RUNNING,
        row("a", AtomState.SUCCESS, done("{\"x\":5,\"y\":6}")),
        row("b", AtomState.RUNNING, begun()));
    assertThat(resume().state()).isEqualTo(FlowState.SUCCESS);
    assertThat(calls).containsExactly("b 56", "c");
    assertThat(contexts.get(0)).isEqualTo(new TaskContext("one", "b", 3, "kept/key/3", true));
    assertThat(contexts.get(1)).isEqualTo(new TaskContext("one", "c", 1, "one/c/1", false));
  }

  @Test
  void anAttemptThatIsStillOpenKeepsItsKeyThroughPending() throws Exception {
    leave(FlowState.RUNNING, row("a", AtomState.PENDING, begun()));
    assertThat(resume().state()).isEqualTo(FlowState.SUCCESS);
    assertThat(contexts.get(0)).isEqualTo(new TaskContext("one", "a", 3, "kept/key/3", true));
  }

  @Test
  void aFailureIsResolvedAgain() throws Exception {
    leave(
        FlowState.RUNNING,
        row("a", AtomState.SUCCESS, done("{\"x\":5,\"y\":6}")),
        row("b", AtomState.FAILURE, failed()));
    FlowResult result = resume();
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(calls).containsExactly("undo b", "undo a");
    assertThat(result.stored().touched().values())
        .extracting(AtomRecord::intention)
        .containsOnly(Intention.REVERT)
        .hasSize(3);
    assertThat(result.failures()).containsOnlyKeys("b");
  }

  @Test
  void whatWasRevertingRevertsAgain() throws Exception {
    leave(
        FlowState.RUNNING,
        row("a", AtomState.SUCCESS, done("{\"x\":5,\"y\":6}")).intending(Intention.REVERT),
        row("b", AtomState.REVERTING, failed()));
    assertThat(resume().state()).isEqualTo(FlowState.REVERTED);
    assertThat(calls).containsExactly("undo b", "undo a");
    assertThat(contexts.get(0).isReExecution()).isTrue();
    assertThat(contexts.get(1).isReExecution()).isFalse();
  }

  @Test
  void whatWasRunningWhenTheFlowTurnedBackRunsAgainSoThatItCanBeUndone() throws Exception {
    leave(
        FlowState.RUNNING,
        row("a", AtomState.RUNNING, begun()).intending(Intention.REVERT),
        row("b", AtomState.PENDING, Execution.NONE).intending(Intention.REVERT));
    assertThat(resume().state()).isEqualTo(FlowState.REVERTED);
    assertThat(calls).containsExactly("a", "undo a");
  }

  @Test
  void aMissingArgumentFailsTheTaskThatWantsIt() throws Exception {
    leave(FlowState.RUNNING, row("a", AtomState.SUCCESS, done("{\"x\":5}")));
    FlowResult result = resume();
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(result.failures().get("b").message())
        .isEqualTo("task 'b' requires 'y' from a, which has stored only [x]");
    assertThat(calls).containsExactly("undo b", "undo a");
  }

  @Test
  void aRevertFailureIsLeftToAnOperator() throws Exception {
    leave(
        FlowState.FAILURE,
        row("a", AtomState.SUCCESS, done("{\"x\":5,\"y\":6}")).intending(Intention.REVERT),
        row("b", AtomState.REVERT_FAILURE, failed()).intending(Intention.REVERT),
        row("c", AtomState.PENDING, Execution.NONE).intending(Intention.REVERT));
    assertThat(resume().state()).isEqualTo(FlowState.FAILURE);
    assertThat(calls).isEmpty();
  }

  @Test
  void aFlowThatWasRevertedIsNotBegunAgain() throws Exception {
    leave(FlowState.REVERTED, row("a", AtomState.REVERTED, done("{\"x\":5,\"y\":6}")));
    FlowRecord before = store.load(ID).orElseThrow();
    assertThat(resume().state()).isEqualTo(FlowState.REVERTED);
    assertThat(calls).isEmpty();
    assertThat(store.load(ID).orElseThrow()).isEqualTo(before);
  }

  @Test
  void theOrderInWhichSlotsAreProvidedDoesNotMatter() throws Exception {
    leave(FlowState.RUNNING, row("a", AtomState.SUCCESS, done("{\"x\":5,\"y\":6}")));
    Flow swapped =
        Flow.linear("f")
            .add(Task.named("a").provides(Y, X).execute(in -> null).revert(in -> {}))
            .add(
                Task.named("b")
                    .requires(Y, X)
                    .run(in -> called("b " + in.get(X) + in.get(Y), in.context(), null))
                    .revert(in -> {}))
            .add(Task.named("c").run(in -> {}))
            .build();
    try (Engine engine = engine(swapped)) {
      assertThat(engine.resume(ID).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(calls).containsExactly("b 56");
  }

  @Test
  void anyDifferenceIsRefusedAndNothingIsTouched() {
    leave(FlowState.RUNNING, row("a", AtomState.SUCCESS, done("{\"x\":5,\"y\":6}")));
    FlowRecord before = store.load(ID).orElseThrow();
    long commits = store.commits();
    Flow other = Flow.linear("f").add(Task.named("other").run(in -> {})).build();
    try (Engine engine = engine(other)) {
      assertThatThrownBy(() -> engine.resume(ID))
          .isInstanceOf(FlowRefusedException.class)
          .hasMessageContaining("flow 'one' (f) is not resumed");
    }
    assertThat(store.load(ID).orElseThrow()).isEqualTo(before);
    assertThat(store.commits()).isEqualTo(commits);
  }

  @Test
  void anExchangeIsWrittenUnderTheEnginesOwnClaim() throws Exception {
    leave(FlowState.SUSPENDED);
    AtomRecord seeded = row("a", AtomState.SUCCESS, done("{\"x\":7,\"y\":8}"));
    Admission seeding =
        (stored, target) -> {
          FlowHeader header = stored.header();
          FlowWrite exchange =
              new FlowWrite(
                  header.key(),
                  FlowWrite.Expected.of(header),
                  FlowWrite.Head.of(header.state()),
                  List.of(seeded),
                  List.of(),
                  LeaseChange.keep(),
                  null);
          return new Admission.Admitted(
              FlowRecord.of(header, stored.shape(), List.of(seeded)), exchange);
        };
    EngineOptions options = EngineOptions.defaults().withAdmission(seeding);
    try (Engine engine = Engine.open(store, FlowCatalog.of("f", in -> flow()), options)) {
      assertThat(engine.resume(ID).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(calls).containsExactly("b 78", "c");
    assertThat(Objects.requireNonNull(store.load(ID).orElseThrow().header().lease()).token())
        .isEqualTo(1);
    assertThat(store.refusals()).isZero();
  }
}
