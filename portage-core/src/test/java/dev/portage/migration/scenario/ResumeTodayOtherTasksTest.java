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
import dev.portage.store.FlowId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows 9, 10 and 16: which new task is an old one by another name, and which is not. */
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
}
