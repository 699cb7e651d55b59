package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.noBook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rows from the ninth on of what goes wrong with TaskFlow when the code changes under a stored
 * flow, row by row, and what is right. Rows 4, 25, 26 and 27 are the engine's own, and tested
 * there.
 */
class ResumeTodayLaterRowsTest {
  private static final Migrations STANDARD = book(b -> {});
  private final Lab lab = new Lab();

  @Test
  void row09ARenamedTaskIsNotRunASecondTime() throws InterruptedException {
    Flow old =
        linear(
            lab.task("create-disk", List.of(), List.of("disk")),
            lab.task("attach", List.of("disk"), List.of()));
    Flow now =
        linear(
            lab.undoable(lab.task("create-volume", List.of(), List.of("disk"))),
            lab.task("attach", List.of("disk"), List.of()));
    FlowId hurt = lab.given(old, done("create-disk", "{\"disk\":\"vol-1\"}"));
    Damage twice = Damage.of(lab, hurt, now);
    assertThat(twice.ran()).as("vol-1 is nobody's").containsExactly("create-volume", "attach");
    assertThat(twice.journal()).contains("RERUN01");
    FlowId id = lab.given(old, done("create-disk", "{\"disk\":\"vol-1\"}"));
    Lab.Refusal refusal = lab.refused(id, now, STANDARD);
    assertThat(refusal.errors()).contains("RERUN01 create-disk");
    assertThat(refusal.message()).contains(".rename(\"create-disk\", \"create-volume\")");

    Migrations rename = book(b -> b.step("volumes", s -> s.rename("create-disk", "create-volume")));
    assertThat(lab.resume(id, now, rename).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("attach");
    assertThat(lab.output(id, "create-volume")).isEqualTo("{\"disk\":\"vol-1\"}");
  }

  @Test
  void row09FormerlyOnTheTaskKeepsResultAndRevert() throws InterruptedException {
    Flow old =
        linear(
            lab.task("create-disk", List.of(), List.of("disk")),
            lab.task("attach", List.of("disk"), List.of()));
    Flow now =
        linear(
            lab.undoable(lab.task("create-volume", List.of(), List.of("disk")))
                .formerly("create-disk"),
            lab.task("attach", List.of("disk"), List.of())
                .execute(
                    in -> {
                      throw new IllegalStateException("no host");
                    }));
    FlowId id = lab.given(old, done("create-disk", "{\"disk\":\"vol-1\"}"));
    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("undo create-volume vol-1");
  }

  @Test
  void row11AnOutputThatLacksANewSlotIsNotReRead() throws InterruptedException {
    Flow old =
        linear(
            lab.task("create", List.of(), List.of("volume_id")),
            lab.task("use", List.of("volume_id"), List.of()));
    Flow now =
        linear(
            lab.task("create", List.of(), List.of("volume_id", "size")),
            lab.task("use", List.of("volume_id", "size"), List.of()));
    FlowId id = lab.given(old, done("create", "{\"volume_id\":\"vol-123\"}"));
    for (Migrations migrations : List.of(noBook(), STANDARD)) {
      Lab.Refusal refusal = lab.refused(id, now, migrations);
      assertThat(refusal.errors()).containsExactly("DATA01 use");
      assertThat(refusal.message()).contains("'size'", "'volume_id'", "create");
    }
  }

  @Test
  void row12TheOrderOfProvidedSlotsHasNoEffect() throws InterruptedException {
    Flow old =
        linear(
            lab.task("both", List.of(), List.of("x", "y")),
            lab.task("use", List.of("x", "y"), List.of()));
    Flow now =
        linear(
            lab.task("both", List.of(), List.of("y", "x")),
            lab.task("use", List.of("y", "x"), List.of()));
    FlowId id = lab.given(old, done("both", "{\"x\":1,\"y\":2}"));
    assertThat(lab.resume(id, now, noBook()).get(Lab.slot("x"))).isEqualTo(1);
    assertThat(lab.output(id, "both")).isEqualTo("{\"x\":1,\"y\":2}");
  }

  @Test
  void row13ARenamedSlotThatIsNotStoredIsRefusedAndAMapOrARenameMendsIt()
      throws InterruptedException {
    Flow old =
        linear(
            lab.task("make", List.of(), List.of("vol")),
            lab.task("use", List.of("vol"), List.of()));
    Flow now =
        linear(
            lab.task("make", List.of(), List.of("volume")),
            lab.task("use", List.of("volume"), List.of()));
    FlowId id = lab.given(old, done("make", "{\"vol\":7}"));
    Lab.Refusal refusal = lab.refused(id, now, STANDARD);
    assertThat(refusal.errors()).containsExactly("DATA01 use");
    assertThat(refusal.message()).contains("'volume'", "'vol'");
    assertThat(refusal.findings().get(0).remedies())
        .startsWith(".renameSlot(\"make\", \"vol\", \"volume\")");

    FlowId other = lab.given(old, done("make", "{\"vol\":7}"));
    Migrations renamed = book(b -> b.step("volume", s -> s.renameSlot("make", "vol", "volume")));
    assertThat(lab.resume(other, now, renamed).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.output(other, "make")).isEqualTo("{\"volume\":7}");

    Flow bumped =
        linear(
            lab.task("make", List.of(), List.of("volume")).version(1, 1),
            lab.task("use", List.of("volume"), List.of()));
    Migrations mapped =
        book(
            b ->
                b.step(
                    "volume",
                    s ->
                        s.version(
                            "make", "1.0", "1.1", out -> out.set("volume", out.remove("vol")))));
    assertThat(lab.resume(id, bumped, mapped).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.output(id, "make")).isEqualTo("{\"volume\":7}");
  }

  @Test
  void row14ADoneTaskThatWantsOneMoreInputIsNoObjection() throws InterruptedException {
    Flow old = linear(lab.task("a"), lab.task("b"));
    Flow now = linear(lab.task("a", List.of("region"), List.of()), lab.task("b"));
    FlowId id = lab.given(old, done("a"));
    assertThat(lab.resume(id, now, noBook()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("b");
  }

  @Test
  void row15ARenamedInputIsMissedBeforeAnythingRuns() throws InterruptedException {
    Flow old = linear(lab.task("a"), lab.task("b", List.of("size"), List.of()));
    Flow now = linear(lab.task("a"), lab.task("b", List.of("gigabytes"), List.of()));
    FlowId id = lab.inputs("{\"size\":7}").given(old);
    for (Migrations migrations : List.of(noBook(), STANDARD)) {
      Lab.Refusal refusal = lab.refused(id, now, migrations);
      assertThat(refusal.errors()).containsExactly("DATA02 b");
      assertThat(refusal.message()).contains("'gigabytes'");
      assertThat(refusal.findings().get(0).remedies())
          .startsWith(".renameInput(\"size\", \"gigabytes\")");
    }
    FlowId other = lab.given(old);
    Migrations renamed = book(b -> b.step("units", s -> s.renameInput("size", "gigabytes")));
    assertThat(lab.resume(other, now, renamed).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.stored(other).header().inputs().tree().toString())
        .as("the old key does not stay")
        .isEqualTo("{\"gigabytes\":7}");
    lab.ran.clear();

    Slot<Object> gigabytes = Lab.slot("gigabytes");
    Flow mapped =
        linear(
            lab.task("a"),
            Task.named("b")
                .requires(gigabytes)
                .in(gigabytes, "size")
                .run(in -> lab.ran.add("b " + in.get(gigabytes))));
    assertThat(lab.resume(id, mapped, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("a", "b 7");
  }

  @Test
  void row17ADoneProviderThatIsGoneIsRefusedAndARenameHandsTheValueOver()
      throws InterruptedException {
    Flow old =
        linear(
            lab.task("create", List.of(), List.of("id")),
            lab.task("use", List.of("id"), List.of()));
    Flow without = linear(lab.task("use", List.of("id"), List.of()));
    FlowId id = lab.given(old, done("create", "{\"id\":42}"));
    assertThat(lab.refused(id, without, Damage.TASKFLOW).errors())
        .as("TaskFlow refuses too, and has no way out")
        .containsExactly("DATA01 use");
    Lab.Refusal refusal = lab.refused(id, without, STANDARD);
    assertThat(refusal.errors()).containsExactly("DATA01 use");
    assertThat(refusal.findings().get(0).remedies()).startsWith(".supplyFrom(\"create\", \"id\")");
    Migrations dropped = book(b -> b.step("s", s -> s.drop("create")));
    assertThat(lab.refused(id, without, dropped).findings().get(0).remedies())
        .startsWith(".supplyFrom(\"create\", \"id\").drop(\"create\")");

    FlowId other = lab.given(old, done("create", "{\"id\":42}"));
    Migrations handed = book(b -> b.step("s", s -> s.supplyFrom("create", "id")));
    assertThat(lab.resume(other, without, handed).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("use");
    lab.ran.clear();

    Flow renamed =
        linear(
            lab.task("provision", List.of(), List.of("id")),
            lab.task("use", List.of("id"), List.of()));
    Migrations rename = book(b -> b.step("name", s -> s.rename("create", "provision")));
    assertThat(lab.resume(id, renamed, rename).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("use");
  }

  private Flow tried(Task... tasks) {
    Flow.Builder part = Flow.linear("part").retry(Retry.times("again", 2));
    List.of(tasks).forEach(part::add);
    return Flow.linear(Lab.FLOW).add(lab.task("first")).add(part.build()).build();
  }

  private Task flaky(String name) {
    return lab.undoable(lab.task(name))
        .execute(
            in -> {
              lab.ran.add(name);
              if (in.context().attempt() == 1) {
                throw new IllegalStateException("not yet");
              }
              return null;
            });
  }

  @Test
  void row20AStoredFailureIsResolvedUnderARetryThatWasPutRoundIt() throws InterruptedException {
    Flow old = linear(lab.task("first"), lab.undoable(lab.task("a")), lab.undoable(flaky("b")));
    lab.in(FlowState.FAILURE);
    FlowId id = lab.given(old, done("first"), done("a"), Lab.failed("b"));
    Flow now = tried(lab.undoable(lab.task("a")), flaky("b"));
    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("undo b", "undo a", "a", "b");
    assertThat(lab.atom(id, "again").history()).isNotNull();
    assertThat(lab.atom(id, "again").historyLength())
        .as("the attempt that failed before counts")
        .isEqualTo(2);
  }

  @Test
  void row20WhatWasDecidedBeforeTheRetryCameStaysDecided() throws InterruptedException {
    Flow old = linear(lab.undoable(lab.task("first")), lab.undoable(lab.task("a")), flaky("b"));
    lab.in(FlowState.RUNNING);
    FlowId id =
        lab.given(
            old,
            Lab.reverting(done("first")),
            Lab.reverting(done("a")),
            Lab.reverting(Lab.failed("b")));
    Flow now =
        Flow.linear(Lab.FLOW)
            .add(lab.undoable(lab.task("first")))
            .add(
                Flow.linear("part")
                    .retry(Retry.times("again", 2))
                    .add(lab.undoable(lab.task("a")))
                    .add(flaky("b"))
                    .build())
            .build();
    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("undo b", "undo a", "undo first");
  }
}
