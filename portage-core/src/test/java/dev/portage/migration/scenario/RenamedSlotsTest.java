package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A slot that has another name in the new code. */
class RenamedSlotsTest {
  private final Lab lab = new Lab();

  private Flow flow(String maker, String... slots) {
    return linear(
        lab.undoable(lab.task(maker, List.of(), List.of(slots))),
        lab.task("use", List.of(slots[0]), List.of()));
  }

  private static Migrations renamed() {
    return book(b -> b.step("volume", s -> s.renameSlot("make", "vol", "volume")));
  }

  @Test
  void whatIsStoredIsFoundUnderTheNewName() throws InterruptedException {
    FlowId id = lab.given(flow("make", "vol", "size"), done("make", "{\"size\":1.50,\"vol\":7}"));
    String before = Shape.of(flow("make", "vol", "size")).fingerprint().hex();
    assertThat(lab.resume(id, flow("make", "volume", "size"), renamed()).state())
        .isEqualTo(FlowState.SUCCESS);
    assertThat(lab.output(id, "make")).isEqualTo("{\"size\":1.50,\"volume\":7}");
    assertThat(lab.atom(id, "make").execution().output().slots()).containsExactly("size", "volume");
    assertThat(lab.ran).containsExactly("use");
    assertThat(lab.stored(id).header().shape().fingerprint().hex())
        .as("slots are no part of the fingerprint")
        .isEqualTo(before);
    assertThat(lab.journal(id)).hasSize(1);
  }

  @Test
  void aTaskThatIsNotDoneHasNothingToRename() throws InterruptedException {
    FlowId id = lab.given(flow("make", "vol"));
    assertThat(lab.resume(id, flow("make", "volume"), renamed()).state())
        .isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("make", "use");
    assertThat(lab.output(id, "make")).isEqualTo("{\"volume\":\"make.volume\"}");
  }

  @Test
  void aFlowThatProvidesTheNewNameAlreadyIsNotConcerned() throws InterruptedException {
    FlowId id = lab.given(flow("make", "volume"), done("make", "{\"volume\":7}"));
    assertThat(lab.resume(id, flow("make", "volume"), renamed()).state())
        .isEqualTo(FlowState.SUCCESS);
    assertThat(lab.output(id, "make")).isEqualTo("{\"volume\":7}");
    assertThat(lab.journal(id)).isEmpty();
  }

  @Test
  void aSlotThatTheTaskNeverHadIsAConflict() throws InterruptedException {
    FlowId id = lab.given(flow("make", "disk"), done("make", "{\"disk\":7}"));
    assertThat(lab.refused(id, flow("make", "volume"), renamed()).message())
        .contains("step volume does not fit: make provides [disk], expected 'vol'");
  }

  @Test
  void bothNamesAtOnceAreAConflict() throws InterruptedException {
    FlowId id = lab.given(flow("make", "vol", "volume"));
    assertThat(lab.refused(id, flow("make", "volume"), renamed()).outcome())
        .isInstanceOf(Outcome.Stuck.class);
  }

  @Test
  void aMapMayHaveMadeTheSlotThatIsRenamed() throws InterruptedException {
    FlowId id = lab.given(flow("make", "vol"), done("make", "{\"vol\":7}"));
    Flow now =
        linear(
            lab.task("make", List.of(), List.of("disk")).version(2, 0),
            lab.task("use", List.of("disk"), List.of()));
    Migrations chain =
        book(
            b ->
                b.step(
                        "s1",
                        s -> s.version("make", "1.0", "2.0", o -> o.set("volume", o.remove("vol"))))
                    .step("s2", s -> s.after("s1").renameSlot("make", "volume", "disk")));
    assertThat(lab.resume(id, now, chain).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.output(id, "make")).isEqualTo("{\"disk\":7}");
  }

  @Test
  void aRevertReadsItsResultUnderTheNewName() throws InterruptedException {
    FlowId id = lab.given(flow("make", "vol"), done("make", "{\"vol\":7}"));
    Flow now =
        linear(
            lab.undoable(lab.task("make", List.of(), List.of("volume"))),
            lab.task("use")
                .execute(
                    in -> {
                      throw new IllegalStateException("no");
                    }));
    assertThat(lab.resume(id, now, renamed()).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("undo make 7");
  }

  @Test
  void twoStoredValuesNeverGetOneName() throws InterruptedException {
    FlowId id = lab.given(flow("make", "vol"), done("make", "{\"vol\":7,\"volume\":8}"));
    assertThat(lab.refused(id, flow("make", "volume"), renamed()).errors())
        .containsExactly("DATA05 make");
  }

  @Test
  void aTaskWhoseRevertHasFailedIsNotTouched() throws InterruptedException {
    lab.in(FlowState.FAILURE);
    FlowId id =
        lab.given(
            flow("make", "vol"),
            Lab.reverting(Lab.row("make", AtomState.REVERT_FAILURE, "{\"vol\":7}")));
    assertThat(lab.refused(id, flow("make", "volume"), renamed()).errors())
        .containsExactly("DEAD01 make");
  }

  @Test
  void everyItemOfAFanOutIsRenamed() throws InterruptedException {
    FanOutLab fanOuts = new FanOutLab();
    Slot<String> name = Slot.of("name", String.class);
    Flow old = linear(fanOuts.ship(), fanOuts.post());
    Task post =
        Task.named("post")
            .requires(name.asList())
            .run(in -> fanOuts.lab.ran.add("post " + in.get(name.asList())));
    Flow now = linear(fanOuts.ship().out(FanOutLab.LABEL, "name"), post);
    FlowId id =
        fanOuts.lab.given(
            old,
            FanOutLab.head("ship", AtomState.SUCCESS, "a", "b"),
            FanOutLab.shipped("a"),
            FanOutLab.shipped("b"));
    Migrations names = book(b -> b.step("s", s -> s.renameSlot("ship", "label", "name")));
    assertThat(fanOuts.lab.resume(id, now, names).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(fanOuts.lab.ran).containsExactly("post [La, Lb]");
  }

  @Test
  void theHistoryOfARetryIsRenamedToo() throws InterruptedException {
    AtomRecord again =
        AtomRecord.untouched(AtomName.of("again"), AtomKind.RETRY)
            .with(Lab.done("again", "{\"host\":\"h2\",\"port\":2}").execution())
            .in(AtomState.SUCCESS)
            .remembering(
                Payload.of(
                    Lab.object(
                            "{\"h\":[{\"value\":{\"host\":\"h1\",\"port\":1},\"failures\":{}},"
                                + "{\"value\":{\"host\":\"h2\",\"port\":2},\"failures\":{}}]}")
                        .get("h")));
    FlowId id = lab.given(tried("host"), again);
    Migrations nodes = book(b -> b.step("s", s -> s.renameSlot("again", "host", "node")));
    assertThat(lab.migrate(id, tried("node"), nodes)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.output(id, "again")).isEqualTo("{\"node\":\"h2\",\"port\":2}");
    assertThat(lab.atom(id, "again").history().tree().toString())
        .contains("{\"node\":\"h1\",\"port\":1}", "{\"node\":\"h2\",\"port\":2}");
  }

  private Flow tried(String slot) {
    return Flow.linear(Lab.FLOW)
        .retry(Retry.times("again", 3).provides(Lab.slot(slot), Lab.slot("port")))
        .add(lab.task("use", List.of(slot), List.of()))
        .build();
  }
}
