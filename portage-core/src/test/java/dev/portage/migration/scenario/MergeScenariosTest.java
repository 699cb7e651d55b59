package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.migration.StepBuilder;
import dev.portage.migration.WhenMixed;
import dev.portage.migration.Whole;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.store.FlowId;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What other engines pin down about tasks that are merged, in the words of flows. */
class MergeScenariosTest {
  private final Lab lab = new Lab();
  private final Ending ending = new Ending(lab);

  private static Migrations step(Consumer<StepBuilder> step) {
    return book(b -> b.step("s", step));
  }

  private Flow whole() {
    return linear(
        lab.task("a"),
        lab.task("b", List.of(), List.of("slip", "parcel")),
        lab.task("c", List.of("slip", "parcel"), List.of()));
  }

  private Flow halves() {
    return linear(
        lab.task("a"),
        lab.task("b1", List.of(), List.of("slip")),
        lab.task("b2", List.of(), List.of("parcel")),
        lab.task("c", List.of("slip", "parcel"), List.of()));
  }

  private static final Whole B =
      Whole.of("b", "1.0")
          .output((old, b) -> b.put("slip", old.at("/b1/slip").asString() + "+").put("parcel", 1));

  private static Migrations merging(Whole whole) {
    return step(s -> s.inDoubt(InDoubt.AS_PENDING).merge(List.of("b1", "b2"), whole));
  }

  @Test
  void s30DoneTasksThatAreMergedCombineWhatTheyStored() throws InterruptedException {
    FlowId id =
        lab.given(
            halves(), done("a"), done("b1", "{\"slip\":\"s\"}"), done("b2", "{\"parcel\":2}"));
    ending.finishesMigrated(id, whole(), merging(B), "c");
    assertThat(lab.output(id, "b")).isEqualTo("{\"slip\":\"s+\",\"parcel\":1}");
    assertThat(lab.journal(id).get(0).before().tree().toString()).contains("{\\\"parcel\\\":2}");
  }

  @Test
  void s30WithoutAMapTheMergedTaskHasAllSlots() throws InterruptedException {
    FlowId id =
        lab.given(
            halves(), done("a"), done("b1", "{\"slip\":\"s\"}"), done("b2", "{\"parcel\":2}"));
    ending.finishesMigrated(id, whole(), merging(Whole.of("b", "1.0")), "c");
    assertThat(lab.output(id, "b")).isEqualTo("{\"slip\":\"s\",\"parcel\":2}");
  }

  @Test
  void s30OneThatIsDoneAndOneThatIsNotAreRefusedUntilThePlanSays() throws InterruptedException {
    FlowId id = lab.given(halves(), done("a"), done("b1", "{\"slip\":\"s\"}"));
    Lab.Refusal refusal = lab.refused(id, whole(), merging(B));
    assertThat(refusal.errors()).containsExactly("MIX01 b");
    assertThat(refusal.message()).contains("b1 (SUCCESS), b2 (PENDING), which are done in part");
    WhenMixed taken = WhenMixed.asDone((old, b) -> b.put("slip", "s").put("parcel", old.size()));
    ending.finishesMigrated(id, whole(), merging(B.whenMixed(taken)), "c");
    assertThat(lab.output(id, "b"))
        .as("of what there is")
        .isEqualTo("{\"slip\":\"s\",\"parcel\":1}");
  }

  @Test
  void s30OneOfThemMissingIsRefused() throws InterruptedException {
    Flow old = linear(lab.task("a"), lab.task("b1", List.of(), List.of("slip")));
    FlowId id = lab.given(old, done("a"), done("b1", "{\"slip\":\"s\"}"));
    assertThat(lab.refused(id, whole(), merging(B)).message())
        .contains("step s does not fit: of b1, b2 only b1 is stored");
  }

  @Test
  void s32ReadyTasksThatAreMergedAreReadyOnce() throws InterruptedException {
    Flow old =
        Flow.graph(Lab.FLOW)
            .add(lab.task("a", List.of(), List.of("order")))
            .add(lab.task("b1", List.of("order"), List.of("slip")))
            .add(lab.task("b2", List.of("order"), List.of("parcel")))
            .add(lab.task("c", List.of("slip", "parcel"), List.of()))
            .build();
    FlowId id = lab.given(old, done("a", "{\"order\":7}"));
    Flow now =
        linear(
            lab.task("a", List.of(), List.of("order")),
            lab.task("b", List.of("order"), List.of("slip", "parcel")),
            lab.task("c", List.of("slip", "parcel"), List.of()));
    ending.finishesMigrated(id, now, merging(B), "b", "c");
  }

  @Test
  void s32TasksThatWereBothRunningRunOnceUnderTheHeirsKey() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    FlowId id = lab.given(halves(), done("a"), running("b1"), running("b2"));
    Migrations silent = step(s -> s.merge(List.of("b1", "b2"), B));
    assertThat(lab.refused(id, whole(), silent).errors())
        .containsExactly("DOUBT01 b1", "DOUBT01 b2");
    ending.finishesMigrated(id, whole(), merging(B.inherits("b2")), "b", "c");
    assertThat(lab.atom(id, "b").execution().idempotencyKey()).isEqualTo("key-b2");
  }
}
