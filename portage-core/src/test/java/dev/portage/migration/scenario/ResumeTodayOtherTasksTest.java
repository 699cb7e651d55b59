package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows 9, 10, 16, 18 and 19: what is an old task by another name or in another place. */
class ResumeTodayOtherTasksTest {
  private static final Migrations STANDARD = book(b -> {});
  private final Lab lab = new Lab();

  @Test
  void row09ATaskThatIsRenamedTogetherWithItsSlotIsNotRunASecondTime() throws InterruptedException {
    Flow old =
        linear(
            lab.task("payment", List.of("order"), List.of("receipt")),
            lab.task("ship", List.of("order"), List.of()));
    Flow now =
        linear(
            lab.task("card-payment", List.of("order"), List.of("card-receipt")),
            lab.task("ship", List.of("order"), List.of()));
    lab.inputs("{\"order\":7}");
    FlowId hurt = lab.given(old, done("payment", "{\"receipt\":1}"));
    assertThat(Damage.of(lab, hurt, now).ran())
        .as("paid twice")
        .containsExactly("card-payment", "ship");

    FlowId id = lab.given(old, done("payment", "{\"receipt\":1}"));
    Lab.Refusal refusal = lab.refused(id, now, STANDARD);
    assertThat(refusal.errors()).containsExactly("RERUN01 payment");
    Migrations rename = book(b -> b.step("card", s -> s.rename("payment", "card-payment")));
    assertThat(lab.resume(id, now, rename).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship");
  }

  @Test
  void row09TasksThatNeedNothingInCommonAreNotSimilar() throws InterruptedException {
    Flow old = linear(lab.task("log", List.of(), List.of("line")), lab.task("ship"));
    Flow now = linear(lab.task("quote", List.of(), List.of("price")), lab.task("ship"));
    FlowId id = lab.given(old, done("log", "{\"line\":1}"));
    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("quote", "ship");
  }

  @Test
  void row10AnotherFlowOnTheSameRecordIsNotBegun() throws InterruptedException {
    Flow old =
        linear(
            lab.undoable(lab.task("charge", List.of(), List.of("receipt"))),
            lab.task("ship", List.of("receipt"), List.of()));
    Flow other = linear(lab.task("refund", List.of(), List.of("receipt")));
    FlowId hurt = lab.given(old, done("charge", "{\"receipt\":1}"));
    assertThat(Damage.of(lab, hurt, other).end()).as("accepted").isEqualTo(FlowState.SUCCESS);
    FlowId id = lab.given(old, done("charge", "{\"receipt\":1}"));
    assertThat(lab.refused(id, other, STANDARD).errors()).containsExactly("LEAK01 charge");
  }

  @Test
  void row16ANewProviderOfAProvidedSlotIsNotTakenWithoutAWord() throws InterruptedException {
    Flow old =
        linear(
            lab.task("quote", List.of(), List.of("price")),
            lab.task("pay", List.of("price"), List.of()));
    Flow now =
        linear(
            lab.task("quote", List.of(), List.of("price")),
            lab.task("discount", List.of(), List.of("price")),
            lab.task("pay", List.of("price"), List.of()));
    FlowId hurt = lab.given(old, done("quote", "{\"price\":100}"));
    assertThat(Damage.of(lab, hurt, now).ran())
        .as("pay takes another price, and nobody was told")
        .containsExactly("discount", "pay");

    FlowId id = lab.given(old, done("quote", "{\"price\":100}"));
    Outcome outcome = lab.migrate(id, now, STANDARD);
    assertThat(outcome).isInstanceOf(Outcome.Migrated.class);
    List<Finding> findings = ((Outcome.Migrated) outcome).findings();
    assertThat(findings).extracting(Finding::code).containsExactly(FindingCode.DATA04);
    assertThat(findings.get(0).sentence()).contains("pay", "quote", "discount");
  }

  @Test
  void row18ATaskThatBecomesARetryOfThatNameIsRefusedAndSoIsTheOtherWay()
      throws InterruptedException {
    Flow task = linear(lab.task("a"), lab.task("again"));
    Flow retry = Flow.linear(Lab.FLOW).retry(Retry.times("again", 2)).add(lab.task("a")).build();
    for (Flow old : List.of(task, retry)) {
      Flow now = old == task ? retry : task;
      FlowId id = lab.given(old);
      Lab.Refusal refusal = lab.refused(id, now, STANDARD);
      assertThat(refusal.errors()).containsExactly("KIND01 again");
      assertThat(refusal.message()).contains("remedy: ");
    }
  }

  private Flow ordered(Task... tasks) {
    Flow.Builder flow = Flow.linear(Lab.FLOW);
    for (Task task : tasks) {
      flow.add(lab.undoable(task));
    }
    return flow.add(failing).build();
  }

  private final Task failing =
      lab.task("late")
          .execute(
              in -> {
                throw new IllegalStateException("no route");
              });

  @Test
  void row19DoneTasksThatChangePlacesAreRevertedInTheNewOrderAndThatIsToldBefore()
      throws InterruptedException {
    Flow old = ordered(lab.task("a"), lab.task("b"), lab.task("c"));
    Flow now = ordered(lab.task("b"), lab.task("a"), lab.task("c"));
    FlowId id = lab.given(old, done("a"), done("b"), done("c"));
    assertThat(lab.forecast(now, STANDARD).situations().get(0).findings())
        .extracting(finding -> finding.code() + " " + finding.atom() + " " + finding.sentence())
        .containsExactly(
            "LATE02 b b is done and ran after a, and now stands before it; if the flow reverts, a is"
                + " reverted first");
    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("undo c", "undo a", "undo b");
  }

  @Test
  void row19AnOrderThatBothAllowIsNotTold() throws InterruptedException {
    Flow.Builder side = Flow.unordered("side");
    side.add(lab.undoable(lab.task("a"))).add(lab.undoable(lab.task("b")));
    Flow loose = Flow.linear(Lab.FLOW).add(side.build()).add(failing).build();
    FlowId id = lab.given(loose, done("a"), done("b"));
    Flow now = ordered(lab.task("b"), lab.task("a"));
    assertThat(lab.forecast(now, STANDARD).situations().get(0).findings()).isEmpty();
    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("undo a", "undo b");
  }
}
