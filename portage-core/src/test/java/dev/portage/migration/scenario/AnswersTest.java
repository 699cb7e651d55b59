package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.Part;
import dev.portage.model.AtomState;
import dev.portage.model.DefinitionException;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an author's answer to a finding does, and what no answer may do. */
class AnswersTest {
  private final Lab lab = new Lab();

  @ParameterizedTest
  @EnumSource(
      value = AtomState.class,
      names = {"SUCCESS", "FAILURE", "REVERTING"})
  void aResetNeverLosesARevertThatIsOwed(AtomState state) throws InterruptedException {
    Flow flow = linear(lab.undoable(lab.task("open").sideEffects(false)), lab.task("fail"));
    AtomRecord open = Lab.row("open", state, state == AtomState.FAILURE ? null : "{}");
    lab.in(FlowState.RUNNING);
    FlowId id =
        lab.given(
            flow, Lab.reverting(open), Lab.reverting(Lab.row("fail", AtomState.REVERTED, null)));
    Migrations reset = book(b -> b.step("s", s -> s.inDoubt(InDoubt.AS_PENDING).reset("open")));

    assertThat(lab.refused(id, flow, reset).errors()).containsExactly("FAIL01 open");
    assertThat(lab.resume(id, flow, book(b -> {})).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).hasSize(1).first().asString().startsWith("undo open");
  }

  @Test
  void aRevertThatIsOwedAndGoneFromTheCodeIsNotPassedOver() throws InterruptedException {
    Flow old = linear(lab.undoable(lab.task("open")), lab.task("fail"));
    Flow now = linear(lab.task("open"), lab.task("fail"));
    lab.in(FlowState.RUNNING);
    FlowId id = lab.given(old, Lab.reverting(Lab.done("open")), Lab.reverting(Lab.failed("fail")));

    assertThat(lab.refused(id, now, book(b -> {})).errors()).containsExactly("LEAK01 open");
    assertThat(lab.resume(id, old, book(b -> {})).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("undo open");
  }

  @Test
  void aRevertThatIsGoneFromTheCodeIsToldWhileItIsNotOwed() throws InterruptedException {
    Flow old = linear(lab.undoable(lab.task("open")), lab.task("b"));
    Flow now = linear(lab.task("open"), lab.task("b"), lab.task("c"));
    FlowId id = lab.given(old, Lab.done("open"));

    assertThat(lab.forecast(now, book(b -> {})).situations())
        .singleElement()
        .satisfies(
            position ->
                assertThat(position.findings())
                    .extracting(finding -> finding.code() + " " + finding.severity())
                    .containsExactly("LEAK01 warning"));
    assertThat(lab.resume(id, now, book(b -> {})).state()).isEqualTo(FlowState.SUCCESS);
  }

  @Test
  void aTaskInDoubtThatMayRunAgainKeepsItsKeyThroughAReset() throws InterruptedException {
    Flow flow = linear(lab.task("charge"));
    lab.in(FlowState.RUNNING);
    FlowId id = lab.given(flow, Lab.running("charge"));
    Migrations reset = book(b -> b.step("s", s -> s.inDoubt(InDoubt.AS_PENDING).reset("charge")));

    assertThat(lab.resume(id, flow, reset).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.atom(id, "charge").execution().idempotencyKey()).isEqualTo("key-charge");
  }

  @Test
  void aTaskThatCountsAsDoneIsNotResetUnasked() throws InterruptedException {
    Flow flow = linear(lab.task("charge"));
    lab.in(FlowState.RUNNING);
    FlowId id = lab.given(flow, Lab.running("charge"));
    InDoubt done = InDoubt.asDone(Lab.object("{}"));
    Migrations reset = book(b -> b.step("s", s -> s.inDoubt(done).reset("charge")));

    assertThat(lab.refused(id, flow, reset).errors()).containsExactly("RERUN02 charge");
  }

  @Test
  void partsOfATaskThatCountsAsFailedHaveFailedAllOfThem() throws InterruptedException {
    Flow old = linear(lab.task("ship"));
    Flow now = linear(lab.task("pick"), lab.task("pack"));
    lab.in(FlowState.RUNNING);
    FlowId id = lab.given(old, Lab.running("ship"));
    Migrations split =
        book(
            b ->
                b.step(
                    "s",
                    s ->
                        s.inDoubt(InDoubt.AS_FAILED)
                            .split(
                                "ship",
                                Part.of("pick", "1.0").inherits(),
                                Part.of("pack", "1.0"))));

    assertThat(lab.migrate(id, now, split)).isInstanceOf(Outcome.Migrated.class);
    for (String part : new String[] {"pick", "pack"}) {
      assertThat(lab.atom(id, part).state()).isEqualTo(AtomState.FAILURE);
      assertThat(lab.atom(id, part).execution().failure()).as(part).isNotNull();
    }
    assertThat(lab.resume(id, now, split).state()).isEqualTo(FlowState.REVERTED);
  }

  @Test
  void aLeakThatIsAllowedLetsTheFlowPass() throws InterruptedException {
    Flow old = linear(lab.undoable(lab.task("lock")), lab.task("work"));
    Flow now = linear(lab.task("work"));
    FlowId id = lab.given(old, Lab.done("lock"));
    Migrations drop =
        book(b -> b.step("s", s -> s.drop("lock").allow("LEAK01", "locks end by themselves")));

    assertThat(lab.migrate(id, now, drop)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.resume(id, now, drop).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.stored(id).touched()).hasSize(1);
  }

  @Test
  void aFailureThatIsAllowedToGoLetsTheRestRevert() throws InterruptedException {
    Flow old = linear(lab.undoable(lab.task("open")), lab.task("check"));
    Flow now = linear(lab.undoable(lab.task("open")));
    lab.in(FlowState.RUNNING);
    FlowId id = lab.given(old, Lab.reverting(Lab.done("open")), Lab.reverting(Lab.failed("check")));
    Migrations drop = book(b -> b.step("s", s -> s.drop("check").allow("FAIL01", "it is logged")));

    assertThat(lab.resume(id, now, drop).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("undo open");
    assertThat(lab.atom(id, "open").intention()).isEqualTo(Intention.REVERT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOUBT01", "DEAD01", "LATE01", "DATA01", "STEP03", "KIND01"})
  void whatCannotBeCarriedOutCannotBeAllowed(String code) {
    assertThatThrownBy(() -> book(b -> b.step("s", s -> s.drop("a").allow(code, "trust me"))))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("allows " + code)
        .hasMessageContaining("portage show " + code);
  }
}
