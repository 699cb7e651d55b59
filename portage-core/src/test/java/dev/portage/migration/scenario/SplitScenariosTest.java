package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.failed;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowResult;
import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.Part;
import dev.portage.migration.StepBuilder;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowId;
import dev.portage.store.Payload;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What other engines pin down about tasks that are split, in the words of flows. */
class SplitScenariosTest {
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

  private static final Part B1 = Part.of("b1", "1.0").taking("slip");
  private static final Part B2 = Part.of("b2", "1.0").inherits();

  private static Migrations splitting(Part... parts) {
    return step(s -> s.inDoubt(InDoubt.AS_PENDING).split("b", parts));
  }

  private static final Migrations BOTH_SAID = splitting(B1, B2.taking("parcel"));
  private static final Migrations ONE_SAID = splitting(B1, B2);

  @Test
  void s27ADoneTaskThatIsSplitGivesEachPartItsShare() throws InterruptedException {
    FlowId id = lab.given(whole(), done("a"), done("b", "{\"slip\":\"s\",\"parcel\":\"p\"}"));
    ending.finishesMigrated(id, halves(), BOTH_SAID, "c");
    assertThat(lab.output(id, "b1")).isEqualTo("{\"slip\":\"s\"}");
    assertThat(lab.output(id, "b2")).isEqualTo("{\"parcel\":\"p\"}");
    assertThat(lab.atom(id, "b1").execution().idempotencyKey()).isNull();
    assertThat(lab.atom(id, "b2").execution().idempotencyKey()).isEqualTo("key-b");
  }

  @Test
  void s27APartOfWhichNothingIsSaidIsRefused() throws InterruptedException {
    FlowId id = lab.given(whole(), done("a"), done("b", "{\"slip\":\"s\",\"parcel\":\"p\"}"));
    Lab.Refusal refusal = lab.refused(id, halves(), ONE_SAID);
    assertThat(refusal.errors()).contains("DATA03 b2");
    assertThat(refusal.message())
        .contains("b2 is split off a finished task, and nothing fills 'parcel'")
        .contains(".split(\"b\", Part.of(\"b1\", \"1.0\").output((old, part) -> ...), Part.of(");
  }

  @Test
  void s27APartWhoseMapLeavesASlotOutIsRefused() throws InterruptedException {
    FlowId id = lab.given(whole(), done("a"), done("b", "{\"slip\":\"s\"}"));
    Lab.Refusal refusal = lab.refused(id, halves(), BOTH_SAID);
    assertThat(refusal.errors()).contains("DATA03 b2");
    assertThat(refusal.message()).contains("nothing fills 'parcel'");
  }

  @Test
  void s27APartThatTheCodeDoesNotHaveIsRefusedWhereItIsNeeded() throws InterruptedException {
    FlowId id = lab.given(whole(), done("a"), done("b", "{\"slip\":\"s\",\"parcel\":\"p\"}"));
    Flow one =
        linear(
            lab.task("a"),
            lab.task("b1", List.of(), List.of("slip")),
            lab.task("c", List.of("slip", "parcel"), List.of()));
    Lab.Refusal refusal = lab.refused(id, one, BOTH_SAID);
    assertThat(refusal.errors()).containsExactly("DATA01 c");
    assertThat(refusal.message()).contains("still requires 'parcel', which only b provided");
  }

  @Test
  void s28AReadyTaskThatIsSplitLeavesBothPartsReady() throws InterruptedException {
    FlowId id = lab.given(whole(), done("a"));
    ending.finishesMigrated(id, halves(), ONE_SAID, "b1", "b2", "c");
  }

  @Test
  void s28PartsSideBySideBothTakeWhatTheTaskTookAndTheJoinWaitsForBoth()
      throws InterruptedException {
    Flow old =
        Flow.graph(Lab.FLOW)
            .add(lab.task("a", List.of(), List.of("order")))
            .add(lab.task("b", List.of("order"), List.of("slip", "parcel")))
            .add(lab.task("c", List.of("slip", "parcel"), List.of()))
            .build();
    Flow now =
        Flow.graph(Lab.FLOW)
            .add(lab.task("a", List.of(), List.of("order")))
            .add(lab.task("b1", List.of("order"), List.of("slip")))
            .add(lab.task("b2", List.of("order"), List.of("parcel")))
            .add(lab.task("c", List.of("slip", "parcel"), List.of()))
            .build();
    FlowId id = lab.given(old, done("a", "{\"order\":7}"));
    FlowResult result = lab.resume(id, now, ONE_SAID);
    assertThat(result.state()).as(result.toString()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactlyInAnyOrder("b1", "b2", "c").endsWith("c");
  }

  @Test
  void s28OfATaskInDoubtTheHeirKeepsTheKey() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    FlowId id = lab.given(whole(), done("a"), running("b"));
    ending.finishesMigrated(id, halves(), ONE_SAID, "b1", "b2", "c");
    assertThat(lab.atom(id, "b2").execution().idempotencyKey()).isEqualTo("key-b");
    assertThat(lab.atom(id, "b1").execution().idempotencyKey()).isEqualTo(id + "/b1/1");
  }

  @Test
  void s28APartThatKeepsTheNameAndNotTheKeyUsesNoKeyTwice() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    Flow old = linear(lab.task("b"));
    Flow now = linear(lab.task("b").version(2, 0), lab.task("b2"));
    AtomRecord row = running("b");
    FlowId id = FlowId.of("flow-1");
    lab.given(old, row.with(keyed(row, id + "/b/1")));
    Part rest = Part.of("b", "2.0");
    ending.finishesMigrated(id, now, splitting(rest, B2), "b", "b2");
    assertThat(lab.atom(id, "b2").execution().idempotencyKey()).isEqualTo(id + "/b/1");
    assertThat(lab.atom(id, "b").execution().idempotencyKey()).isEqualTo(id + "/b/2");
  }

  private static Execution keyed(AtomRecord row, String key) {
    return new Execution(null, null, null, 1, key, row.execution().times());
  }

  @Test
  void s29AFailedTaskIsNotSplitUnasked() throws InterruptedException {
    FlowId id = lab.given(whole(), done("a"), failed("b"));
    Lab.Refusal refusal = lab.refused(id, halves(), BOTH_SAID);
    assertThat(refusal.errors()).containsExactly("FAIL01 b");
    assertThat(refusal.message())
        .contains("has failed, and splitting it would leave nobody to answer for that")
        .contains(".allow(\"FAIL01\", \"why\")");
  }

  @Test
  void s29EachPartInheritsTheFailureAndIsUndone() throws InterruptedException {
    Flow old = linear(lab.undoable(lab.task("a")), lab.undoable(lab.task("b")));
    Flow now =
        linear(
            lab.undoable(lab.task("a")),
            lab.undoable(lab.task("b1")),
            lab.undoable(lab.task("b2")));
    FlowId id = lab.given(old, done("a"), failed("b"));
    Migrations allowed =
        step(s -> s.allow("FAIL01", "both halves can undo").split("b", Part.of("b1", "1.0"), B2));
    assertThat(lab.migrate(id, now, allowed)).isInstanceOf(Outcome.Migrated.class);
    for (String part : List.of("b1", "b2")) {
      assertThat(lab.atom(id, part).state()).isEqualTo(AtomState.FAILURE);
      assertThat(Objects.requireNonNull(lab.atom(id, part).execution().failure()).message())
          .isEqualTo("no route");
    }
    assertThat(lab.atom(id, "b2").execution().attempts()).as("the heir's").isEqualTo(1);
    assertThat(lab.resume(id, now, allowed).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("undo b2", "undo b1", "undo a");
  }

  @Test
  void s29TheRetryThatIsLeftTriesAllPartsAgainOnce() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    FlowId id = lab.given(tried(2, lab.task("b")), again(), failed("b"));
    Flow now = tried(2, lab.task("b1"), lab.task("b2"));
    Migrations allowed =
        step(s -> s.allow("FAIL01", "the retry answers").split("b", Part.of("b1", "1.0"), B2));
    ending.finishesMigrated(id, now, allowed, "b1", "b2");
    assertThat(Objects.requireNonNull(lab.atom(id, "again").history()).tree())
        .as("one attempt failed, one did not")
        .hasSize(2);
  }

  @Test
  void s29AResetFirstLetsThePartsRunInPlaceOfTheFailedTask() throws InterruptedException {
    FlowId id = lab.given(whole(), done("a"), failed("b"));
    Migrations fixed = step(s -> s.reset("b").split("b", B1, B2.taking("parcel")));
    ending.finishesMigrated(id, halves(), fixed, "b1", "b2", "c");
  }

  private static Flow tried(int times, Task... tasks) {
    Flow.Builder flow = Flow.linear(Lab.FLOW).retry(Retry.times("again", times));
    List.of(tasks).forEach(flow::add);
    return flow.build();
  }

  private static AtomRecord again() {
    return AtomRecord.untouched(AtomName.of("again"), AtomKind.RETRY)
        .with(done("again").execution())
        .in(AtomState.SUCCESS)
        .remembering(Payload.of(Lab.object("{\"h\":[{\"value\":1,\"failures\":{}}]}").get("h")));
  }
}
