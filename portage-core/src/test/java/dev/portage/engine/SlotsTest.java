package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.DefinitionException;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Outputs;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.MemoryFlowStore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where tasks get their slots from, and under which names. */
@Timeout(60)
class SlotsTest {
  private static final Slot<String> NOTE = Slot.of("note", String.class);
  private static final Slot<String> LABEL = Slot.of("label", String.class);
  private static final Slot<String> EXTRA = Slot.of("extra", String.class);
  private static final FlowId ID = FlowId.of("f");

  private final MemoryFlowStore store = new MemoryFlowStore();

  private FlowResult run(Flow flow, Consumer<InputValues> inputs) throws Exception {
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("f", in -> flow), EngineOptions.defaults())) {
      return engine.submit("f", ID, inputs).await();
    }
  }

  private static Flow of(Task... tasks) {
    Flow.Builder flow = Flow.graph("f");
    for (Task task : tasks) {
      flow.add(task);
    }
    return flow.build();
  }

  private static Task noting(Task task) {
    return task.provides(LABEL).execute(in -> "label " + in.has(NOTE) + " " + in.getOrNull(NOTE));
  }

  @Test
  void anOptionalSlotThatNothingGivesIsAbsent() throws Exception {
    Flow flow = of(noting(Task.named("label").optional(NOTE)));
    assertThat(run(flow, in -> {}).orThrow().get(LABEL)).isEqualTo("label false null");
  }

  @Test
  void anOptionalSlotIsTakenFromTheInputs() throws Exception {
    Flow flow = of(noting(Task.named("label").optional(NOTE)));
    assertThat(run(flow, in -> in.put(NOTE, "fragile")).orThrow().get(LABEL))
        .isEqualTo("label true fragile");
  }

  @Test
  void theProviderOfAnOptionalSlotRunsFirst() throws Exception {
    Flow flow =
        of(
            noting(Task.named("label").optional(NOTE)),
            Task.named("write").provides(NOTE).execute(in -> "written"));
    assertThat(run(flow, in -> {}).orThrow().get(LABEL)).isEqualTo("label true written");
  }

  @Test
  void readingAnAbsentOptionalSlotSaysHowToAskForIt() throws Exception {
    Flow flow = of(Task.named("label").optional(NOTE).run(in -> in.get(NOTE)));
    FlowResult result = run(flow, in -> {});
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(result.failures().get("label").message())
        .contains("may take 'note' from the inputs", "ask has(..) first");
  }

  @Test
  void aDefaultStandsInForWhatIsAbsentButNotForAStoredNull() throws Exception {
    Flow flow = of(noting(Task.named("label").requires(NOTE).defaults(NOTE, "plain")));
    assertThat(run(flow, in -> {}).orThrow().get(LABEL)).isEqualTo("label true plain");
    Flow given =
        of(
            noting(Task.named("label").defaults(NOTE, "plain")),
            Task.named("write").provides(NOTE).execute(in -> null));
    try (Engine engine =
        Engine.open(
            new MemoryFlowStore(), FlowCatalog.of("f", in -> given), EngineOptions.defaults())) {
      FlowResult result = engine.submit("f", ID, in -> {}).await();
      assertThat(result.orThrow().get(LABEL)).isEqualTo("label false null");
    }
  }

  @Test
  void anInjectedConstantIsNeverLookedUpElsewhere() throws Exception {
    Flow flow =
        of(
            noting(Task.named("label").requires(NOTE).inject(NOTE, "constant")),
            Task.named("write").provides(NOTE).execute(in -> "written"));
    FlowResult result = run(flow, in -> {}).orThrow();
    assertThat(result.get(LABEL)).isEqualTo("label true constant");
    assertThat(result.stored().shape().text()).contains("task label 1.0 provides label");
    assertThat(result.stored().toString()).doesNotContain("constant");
  }

  @Test
  void oneTaskServesTwiceUnderOtherNamesOfTheFlow() throws Exception {
    Task copy = Task.named("copy").requires(NOTE).provides(LABEL).execute(in -> in.get(NOTE) + "!");
    Flow flow =
        of(
            copy.as("second").in(NOTE, "once").out(LABEL, "twice"),
            copy.as("first").in(NOTE, "raw").out(LABEL, "once"));
    FlowResult result = run(flow, in -> in.put(Slot.of("raw", String.class), "hey")).orThrow();
    assertThat(result.get(Slot.of("twice", String.class))).isEqualTo("hey!!");
    assertThat(result.stored().shape().text())
        .contains(
            "task first 1.0 requires raw provides once",
            "task second 1.0 requires once provides twice");
  }

  @Test
  void aRevertReadsItsRenamedResult() throws Exception {
    AtomicReference<String> undone = new AtomicReference<>();
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("pay")
                    .requires(NOTE)
                    .in(NOTE, "raw")
                    .provides(LABEL, EXTRA)
                    .out(LABEL, "receipt")
                    .execute(in -> Outputs.of(LABEL, "paid").and(EXTRA, "x"))
                    .revert(in -> undone.set(in.result(LABEL) + in.get(NOTE))))
            .add(Task.named("fail").run(in -> failNow()))
            .build();
    run(flow, in -> in.put(Slot.of("raw", String.class), " raw"));
    assertThat(undone).hasValue("paid raw");
  }

  private static void failNow() {
    throw new IllegalStateException("on purpose");
  }

  private static Task undoing(AtomicReference<String> undone) {
    return Task.named("pay")
        .provides(LABEL)
        .revertRequires(NOTE)
        .execute(in -> "paid")
        .revert(in -> undone.set(in.get(NOTE)));
  }

  @Test
  void aRevertHasRequirementsOfItsOwn() throws Exception {
    AtomicReference<String> undone = new AtomicReference<>();
    Flow flow =
        of(
            undoing(undone),
            Task.named("write").provides(NOTE).execute(in -> "written"),
            Task.named("fail").requires(LABEL).run(in -> failNow()));
    FlowResult result = run(flow, in -> {});
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(undone).hasValue("written");
    assertThat(result.stored().shape().text())
        .contains("task pay 1.0 provides label reverts revert-requires note");
  }

  @Test
  void whatARevertRequiresIsCheckedBeforeTheFlowIsStored() {
    assertThatThrownBy(() -> run(of(undoing(new AtomicReference<>())), in -> {}))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("pay: requires 'note', which no task provides");
    assertThat(store.load(ID)).isEmpty();
  }

  @Test
  void whatABodyDoesNotRequireItDoesNotRead() throws Exception {
    Flow flow = of(undoing(new AtomicReference<>()).execute(in -> in.get(NOTE)));
    FlowResult result = run(flow, in -> in.put(NOTE, "n"));
    assertThat(result.failures().get("pay").message()).contains("reads 'note'");
  }

  @Test
  void aRevertThatMissesWhatItRequiresKeepsTheOutput() throws Exception {
    // The code that submitted the flow asked for nothing; today's revert asks for a note.
    Flow once =
        Flow.linear("f")
            .add(Task.named("pay").provides(LABEL).execute(in -> "paid").revert(in -> {}))
            .add(Task.named("fail").run(in -> failNow()))
            .build();
    AtomicReference<String> undone = new AtomicReference<>();
    Flow now =
        Flow.linear("f").add(undoing(undone)).add(Task.named("fail").run(in -> failNow())).build();
    EngineOptions lenient =
        EngineOptions.defaults()
            .withAdmission((stored, target) -> new Admission.Admitted(stored, null));
    try (Engine first = Engine.open(store, FlowCatalog.of("f", in -> once), lenient)) {
      first.enqueue("f", ID, in -> {});
    }
    try (Engine second = Engine.open(store, FlowCatalog.of("f", in -> now), lenient)) {
      FlowResult result = second.resume(ID).await();
      assertThat(result.state()).isEqualTo(FlowState.FAILURE);
      assertThat(result.revertFailures().get("pay").message())
          .contains("task 'pay' requires 'note' from the inputs");
    }
    FlowRecord stored = store.load(ID).orElseThrow();
    assertThat(stored.touched().get(AtomName.of("pay")))
        .satisfies(
            pay -> {
              assertThat(pay.state()).isEqualTo(AtomState.REVERT_FAILURE);
              assertThat(pay.execution().output()).isNotNull();
            });
    assertThat(undone).hasValue(null);
  }

  @Test
  void mistakesInSlotsAreReportedTogether() {
    Flow flow =
        of(
            Task.named("a")
                .in(NOTE, "other")
                .out(EXTRA, "other")
                .inject(Slot.of("raw", Runnable.class), () -> {})
                .provides(LABEL, LABEL)
                .run(in -> {}),
            Task.named("b")
                .defaults(Slot.of("number", Integer.class), 1)
                .provides(NOTE, EXTRA)
                .out(NOTE, "same")
                .out(EXTRA, "same")
                .revertRequires(Slot.of("number", Integer.class))
                .run(in -> {}),
            Task.named("c").requires(NOTE).in(NOTE, "_TaskFlow_x").run(in -> {}));
    assertThatThrownBy(() -> run(flow, in -> {}))
        .isInstanceOfSatisfying(
            DefinitionException.class,
            e ->
                assertThat(e.problems().stream().map(Object::toString).toList())
                    .anySatisfy(p -> assertThat(p).contains("a: renames 'note'"))
                    .anySatisfy(p -> assertThat(p).contains("a: renames 'extra'"))
                    .anySatisfy(p -> assertThat(p).contains("a: injects 'raw'"))
                    .anySatisfy(p -> assertThat(p).contains("a: provides 'label' twice"))
                    .anySatisfy(p -> assertThat(p).contains("b: stores two slots as 'same'"))
                    .anySatisfy(p -> assertThat(p).contains("b: has no revert"))
                    .anySatisfy(p -> assertThat(p).contains("c: slot '_TaskFlow_x'")));
  }
}
