package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.InDoubt;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.Outcome;
import dev.portage.migration.Verdict;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A done task is dropped, and a task of the new code undoes what it did. */
class CompensatedDropsTest {
  private static final Slot<String> RECEIPT = Slot.of("receipt", String.class);
  private static final Migrations REFUNDED =
      book(b -> b.step("s", s -> s.dropCompensating("charge", "refund")));

  private final Lab lab = new Lab();

  private Flow old() {
    return linear(
        lab.undoable(lab.task("charge", List.of(), List.of("receipt"))), lab.task("mail"));
  }

  private Task refund() {
    return Task.named("refund")
        .optional(RECEIPT)
        .run(
            in -> lab.ran.add(in.has(RECEIPT) ? "refund " + in.get(RECEIPT) : "nothing to refund"));
  }

  private Flow now() {
    return linear(refund(), lab.task("mail"));
  }

  private FlowId charged() {
    return lab.given(old(), done("charge", "{\"receipt\":\"r-7\"}"));
  }

  @Test
  void whereTheTaskIsDoneTheEngineUndoesItsWorkFirst() throws InterruptedException {
    FlowId id = charged();
    assertThat(lab.forecast(now(), REFUNDED).verdict()).isEqualTo(Verdict.PENDING);
    assertThat(lab.resume(id, now(), REFUNDED).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("refund r-7", "mail");
    assertThat(lab.stored(id).header().inputs().tree().toString())
        .isEqualTo("{\"receipt\":\"r-7\"}");
  }

  @Test
  void whereTheTaskIsNotDoneThereIsNothingToUndo() throws InterruptedException {
    FlowId id = lab.given(old());
    assertThat(lab.forecast(now(), REFUNDED).verdict()).isEqualTo(Verdict.PENDING);
    assertThat(lab.resume(id, now(), REFUNDED).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("mail");
    assertThat(lab.atom(id, "refund").state()).isEqualTo(AtomState.IGNORE);
  }

  @Test
  void aNewFlowFindsNothingToUndo() throws InterruptedException {
    try (Engine engine = engine(now(), REFUNDED)) {
      assertThat(engine.submit(Lab.FLOW, in -> {}).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(lab.ran).containsExactly("nothing to refund", "mail");
  }

  private Engine engine(Flow flow, Migrations migrations) {
    return Engine.open(
        lab.store,
        FlowCatalog.of(Lab.FLOW, in -> flow),
        EngineOptions.defaults()
            .withClock(lab.clock)
            .withAdmission(new MigratingAdmission(migrations, lab.clock, "lab")));
  }

  @Test
  void theLeakIsToldWithThisWayOut() throws InterruptedException {
    Lab.Refusal refusal = lab.refused(charged(), now(), book(b -> b.late("refund")));
    assertThat(refusal.errors()).containsExactly("LEAK01 charge");
    assertThat(refusal.findings().get(0).remedies())
        .containsExactly(
            ".drop(\"charge\", OnDone.FORGET)", ".dropCompensating(\"charge\", \"refund\")");
    assertThat(lab.refused(charged(), linear(lab.task("mail")), book(b -> {})).message())
        .contains(".dropCompensating(..)");
  }

  @Test
  void aTaskThatWasRunningIsTakenForDoneIfTheStepSaysSo() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    FlowId id = lab.given(old(), Lab.running("charge"));
    assertThat(lab.refused(id, now(), REFUNDED).errors()).containsExactly("DOUBT01 charge");
    InDoubt charged = InDoubt.asDone(Lab.object("{\"receipt\":\"r-8\"}"));
    Migrations done =
        book(b -> b.step("s", s -> s.inDoubt(charged).dropCompensating("charge", "refund")));
    assertThat(lab.resume(id, now(), done).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("refund r-8", "mail");
  }

  @Test
  void aFlowThatRevertsIsLeftToTheOldCode() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    FlowId id =
        lab.given(
            old(),
            Lab.reverting(done("charge", "{\"receipt\":\"r-7\"}")),
            Lab.reverting(Lab.failed("mail")));
    assertThat(lab.refused(id, now(), REFUNDED).errors()).contains("FAIL01 charge");
  }

  @Test
  void whatIsOwedCannotBeDroppedBeforeItHasRun() throws InterruptedException {
    FlowId id = charged();
    assertThat(lab.migrate(id, now(), REFUNDED)).isInstanceOf(Outcome.Migrated.class);
    Flow last = linear(lab.task("mail"));
    Migrations chain =
        book(
            b ->
                b.step("s", s -> s.dropCompensating("charge", "refund"))
                    .step("t", s -> s.after("s").drop("refund", OnDone.FORGET)));
    Lab.Refusal refusal = lab.refused(id, last, chain);
    assertThat(refusal.errors()).containsExactly("LEAK01 refund");
    assertThat(refusal.message()).contains("refund is to undo what charge did and has not run yet");
    assertThat(lab.refused(id, last, REFUNDED).errors()).containsExactly("LEAK01 refund");
    assertThat(lab.refused(charged(), last, chain).errors())
        .as("both steps at once")
        .containsExactly("LEAK01 refund");

    assertThat(lab.resume(id, now(), REFUNDED).state()).isEqualTo(FlowState.SUCCESS);
    FlowId early = lab.given(old());
    assertThat(lab.resume(early, last, chain).state()).isEqualTo(FlowState.SUCCESS);
  }

  @Test
  void aRenameKeepsWhatIsOwed() throws InterruptedException {
    FlowId id = charged();
    lab.migrate(id, now(), REFUNDED);
    Migrations renamed =
        book(
            b ->
                b.step("s", s -> s.dropCompensating("charge", "refund"))
                    .step("t", s -> s.after("s").rename("refund", "pay-back")));
    Task other =
        Task.named("pay-back").optional(RECEIPT).run(in -> lab.ran.add("back " + in.get(RECEIPT)));
    assertThat(lab.resume(id, linear(other, lab.task("mail")), renamed).state())
        .isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("back r-7", "mail");
  }

  @Test
  void itRunsOnceEvenIfTheFlowBeginsAnew() throws InterruptedException {
    FlowId id = charged();
    lab.resume(id, now(), REFUNDED);
    lab.ran.clear();
    try (Engine engine = engine(now(), REFUNDED)) {
      assertThat(engine.restart(id).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(lab.ran).containsExactly("nothing to refund", "mail");
    assertThat(lab.store.find(FlowQuery.all()).get(0).inputs().tree().toString()).isEqualTo("{}");
  }

  @Test
  void nothingMayFailBeforeIt() throws InterruptedException {
    Lab.Refusal refusal = lab.refused(charged(), linear(lab.task("mail"), refund()), REFUNDED);
    assertThat(refusal.errors()).containsExactly("LEAK01 refund");
    assertThat(refusal.message()).contains("mail may fail before it has");
  }

  @Test
  void noRetryMayRepeatIt() throws InterruptedException {
    Flow retried =
        Flow.linear(Lab.FLOW)
            .retry(Retry.times("r", 3))
            .add(refund())
            .add(lab.task("mail"))
            .build();
    assertThat(lab.refused(charged(), retried, REFUNDED).message())
        .contains("stands behind a retry that may repeat it");
  }

  @Test
  void aTaskThatCannotKnowWhatToUndoDoesNotFit() throws InterruptedException {
    Flow blind = linear(Task.named("refund").run(in -> {}), lab.task("mail"));
    assertThat(lab.refused(charged(), blind, REFUNDED).message())
        .contains("refund takes none of the slots that charge provides");
    FlowId stored = lab.given(linear(lab.task("charge", List.of(), List.of("receipt")), refund()));
    assertThat(lab.refused(stored, now(), REFUNDED).message()).contains("refund is stored already");
    Flow none = linear(lab.task("mail"));
    assertThat(lab.refused(charged(), none, REFUNDED).message())
        .contains("is to undo what charge did", "the code has no such task");
  }

  @Test
  void whatIsToBeHandedOverMustBeStored() throws InterruptedException {
    FlowId id = lab.given(old(), done("charge", "{}"));
    assertThat(lab.refused(id, now(), REFUNDED).errors()).containsExactly("DATA01 refund");
  }

  @Test
  void everyItemThatIsDoneIsUndone() throws InterruptedException {
    FanOutLab fanOuts = new FanOutLab();
    Slot<List<String>> labels = FanOutLab.LABEL.asList();
    Task recall =
        Task.named("recall")
            .optional(labels)
            .run(in -> fanOuts.lab.ran.add("recall " + in.get(labels)));
    FlowId id =
        fanOuts.lab.given(
            linear(fanOuts.ship(), lab.task("mail")),
            FanOutLab.head("ship", AtomState.PENDING, "a", "b"),
            FanOutLab.shipped("b"));
    Migrations recalled = book(b -> b.step("s", s -> s.dropCompensating("ship", "recall")));
    Flow now = linear(recall, fanOuts.lab.task("mail"));
    assertThat(fanOuts.lab.resume(id, now, recalled).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(fanOuts.lab.ran).containsExactly("recall [Lb]", "mail");
  }
}
