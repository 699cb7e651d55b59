package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.failed;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.noBook;
import static dev.portage.migration.scenario.Lab.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.OutputMap;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What goes wrong with TaskFlow when the code changes under a stored flow, row by row, and what is
 * right. Rows 4, 25, 26 and 27 are the engine's own, and tested there.
 */
class ResumeTodayTest {
  private static final Migrations STANDARD = book(b -> {});
  private final Lab lab = new Lab();

  private Flow sizes(int major) {
    return linear(
        lab.task("measure", List.of(), List.of("size")).version(major, 0),
        lab.task("report", List.of("size"), List.of()).version(major, 0));
  }

  @Test
  void row01AnOldResultIsNotReadInANewMeaning() throws InterruptedException {
    FlowId hurt = lab.given(sizes(1), done("measure", "{\"size\":10}"));
    assertThat(Damage.of(lab, hurt, sizes(2)).end()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.output(hurt, "measure")).as("ten GiB read as ten MiB").contains("10");
    assertThat(lab.atom(hurt, "measure").execution().version()).isEqualTo("1.0");

    FlowId id = lab.given(sizes(1), done("measure", "{\"size\":10}"));
    assertThat(lab.refused(id, sizes(2), noBook()).message()).contains("measure 1.0 -> 2.0");
    assertThat(lab.refused(id, sizes(2), STANDARD).errors()).contains("DATA03 measure");

    Migrations unmapped =
        book(
            b ->
                b.step("units", s -> s.version("measure", "1.0", "2.0"))
                    .step("report", s -> s.version("report", "1.0", "2.0")));
    assertThat(lab.refused(id, sizes(2), unmapped).errors()).containsExactly("DATA03 measure");

    Migrations mapped =
        book(
            b ->
                b.step(
                        "units",
                        s ->
                            s.version(
                                "measure",
                                "1.0",
                                "2.0",
                                out -> out.put("size", out.get("size").asInt() * 1024)))
                    .step("report", s -> s.version("report", "1.0", "2.0")));
    assertThat(lab.resume(id, sizes(2), mapped).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.output(id, "measure")).isEqualTo("{\"size\":10240}");
    assertThat(lab.atom(id, "measure").execution().version()).isEqualTo("2.0");
    assertThat(lab.atom(id, "report").execution().version()).isEqualTo("2.0");
    assertThat(lab.ran).containsExactly("report");
  }

  @Test
  void row01KeptOrResetAreAnswersToo() throws InterruptedException {
    FlowId kept = lab.given(sizes(1), done("measure", "{\"size\":10}"));
    Migrations keep =
        book(
            b ->
                b.step("m", s -> s.version("measure", "1.0", "2.0", OutputMap.SAME))
                    .step("r", s -> s.version("report", "1.0", "2.0")));
    assertThat(lab.resume(kept, sizes(2), keep).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.output(kept, "measure")).isEqualTo("{\"size\":10}");
    assertThat(lab.atom(kept, "measure").execution().version())
        .as("the version that produced it")
        .isEqualTo("1.0");

    FlowId again = lab.given(sizes(1), done("measure", "{\"size\":10}"));
    Migrations reset =
        book(
            b ->
                b.step(
                        "m",
                        s ->
                            s.reset("measure")
                                .version("measure", "1.0", "2.0")
                                .allow("RERUN02", "measuring changes nothing"))
                    .step("r", s -> s.version("report", "1.0", "2.0")));
    lab.ran.clear();
    assertThat(lab.resume(again, sizes(2), reset).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("measure", "report");
    assertThat(lab.atom(again, "measure").execution().attempts()).isEqualTo(2);
  }

  @Test
  void row02AVersionThatWentBackIsRefused() throws InterruptedException {
    FlowId hurt = lab.given(sizes(2), done("measure", "{\"size\":10240}"));
    assertThat(Damage.of(lab, hurt, sizes(1)).ran())
        .as("1.0 reads what 2.0 left")
        .contains("report");

    FlowId id = lab.given(sizes(2), done("measure", "{\"size\":10240}"));
    assertThat(lab.refused(id, sizes(1), STANDARD).errors())
        .containsExactly("VER02 measure", "VER02 report");
  }

  @Test
  void row03ATaskInDoubtIsNotContinuedByAnotherVersionUnasked() throws InterruptedException {
    Flow old = linear(lab.task("charge"), lab.task("mail"));
    Flow now = linear(lab.task("charge").version(2, 0), lab.task("mail"));
    lab.in(FlowState.RUNNING);
    FlowId hurt = lab.given(old, running("charge"));
    assertThat(Damage.of(lab, hurt, now).ran())
        .as("2.0 on top of what 1.0 has half done")
        .containsExactly("charge", "mail");
    FlowId id = lab.given(old, running("charge"));
    Migrations unsaid = book(b -> b.step("v2", s -> s.version("charge", "1.0", "2.0")));
    assertThat(lab.refused(id, now, unsaid).errors()).containsExactly("DOUBT01 charge");

    Migrations pending =
        book(b -> b.step("v2", s -> s.inDoubt(InDoubt.AS_PENDING).version("charge", "1.0", "2.0")));
    assertThat(lab.resume(id, now, pending).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("charge", "mail");
    assertThat(lab.atom(id, "charge").execution().idempotencyKey())
        .as("the same attempt goes on under the same key")
        .isEqualTo("key-charge");
    assertThat(lab.atom(id, "charge").execution().attempts()).isEqualTo(1);
  }

  @Test
  void row03DoneAndFailedAreAnswersToo() throws InterruptedException {
    Flow old = linear(lab.undoable(lab.task("charge")), lab.task("mail"));
    Flow now = linear(lab.undoable(lab.task("charge").version(2, 0)), lab.task("mail"));
    lab.in(FlowState.RUNNING);
    FlowId asDone = lab.given(old, running("charge"));
    Migrations done =
        book(
            b ->
                b.step(
                    "v2",
                    s ->
                        s.inDoubt(InDoubt.asDone(Lab.object("{}")))
                            .version("charge", "1.0", "2.0", OutputMap.SAME)));
    assertThat(lab.resume(asDone, now, done).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("mail");

    lab.ran.clear();
    FlowId asFailed = lab.given(old, running("charge"));
    Migrations failed =
        book(b -> b.step("v2", s -> s.inDoubt(InDoubt.AS_FAILED).version("charge", "1.0", "2.0")));
    assertThat(lab.resume(asFailed, now, failed).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("undo charge");
  }

  private Task failing(String name) {
    return lab.task(name)
        .execute(
            in -> {
              lab.ran.add(name);
              throw new IllegalStateException("refused");
            });
  }

  @Test
  void row05ADoneTaskThatCanBeRevertedIsNotDroppedUnasked() throws InterruptedException {
    FlowId hurt = lab.given(linear(lab.undoable(lab.task("book-hotel"))), done("book-hotel"));
    Damage leak = Damage.of(lab, hurt, linear(lab.undoable(failing("pay"))));
    assertThat(leak.end()).isEqualTo(FlowState.REVERTED);
    assertThat(leak.ran()).as("the hotel stays booked").containsExactly("pay", "undo pay");
    assertThat(leak.journal()).contains("LEAK01", "the taskflow policy goes on regardless");

    Flow old = linear(lab.undoable(lab.task("book-hotel")), lab.task("pay"));
    Flow now = linear(lab.task("pay"));
    FlowId id = lab.given(old, done("book-hotel"));
    assertThat(lab.refused(id, now, STANDARD).errors()).containsExactly("LEAK01 book-hotel");
    Migrations forget = book(b -> b.step("no-hotels", s -> s.drop("book-hotel", OnDone.FORGET)));
    assertThat(lab.resume(id, now, forget).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.stored(id).touched()).hasSize(1);
    assertThat(lab.journal(id).get(0).before().tree().toString()).contains("book-hotel");
  }

  @Test
  void row05WithoutARevertItIsDroppedAndJournalled() throws InterruptedException {
    Flow old = linear(lab.task("log"), lab.task("pay"));
    FlowId id = lab.given(old, done("log"));
    assertThat(lab.resume(id, linear(lab.task("pay")), STANDARD).state())
        .isEqualTo(FlowState.SUCCESS);
    assertThat(lab.journal(id)).hasSize(1);
    assertThat(lab.journal(id).get(0).before().tree().toString()).contains("\"template\":\"log\"");
  }

  @Test
  void row06ARunningTaskIsNotDroppedUnasked() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    FlowId hurt = lab.given(linear(lab.task("a"), lab.task("b")), running("a"));
    Damage lost = Damage.of(lab, hurt, linear(lab.task("b")));
    assertThat(lost.end()).as("nobody asks what became of a").isEqualTo(FlowState.SUCCESS);
    FlowId id = lab.given(linear(lab.task("a"), lab.task("b")), running("a"));
    assertThat(lab.refused(id, linear(lab.task("b")), STANDARD).errors())
        .containsExactly("DOUBT01 a");
  }

  @Test
  void row07AFailedTaskIsNotDropped() throws InterruptedException {
    lab.in(FlowState.FAILURE);
    FlowId hurt = lab.given(linear(lab.task("a"), lab.task("b")), done("a"), failed("b"));
    Damage hidden = Damage.of(lab, hurt, linear(lab.task("a")));
    assertThat(hidden.end()).as("the failure has vanished").isEqualTo(FlowState.SUCCESS);
    assertThat(hidden.journal()).contains("FAIL01");
    FlowId id = lab.given(linear(lab.task("a"), lab.task("b")), done("a"), failed("b"));
    assertThat(lab.refused(id, linear(lab.task("a")), STANDARD).errors())
        .containsExactly("FAIL01 b");
  }

  private Flow guarded() {
    return linear(lab.task("check"), lab.task("open"), lab.task("close"));
  }

  @Test
  void row08ACheckBeforeDoneTasksIsRefusedForFlowsThatArePastIt() throws InterruptedException {
    Flow old = linear(lab.task("open"), lab.task("close"));
    Damage late = Damage.of(lab, lab.given(old, done("open")), guarded());
    assertThat(late.ran()).as("after what it should guard").containsExactly("check", "close");
    FlowId past = lab.given(old, done("open"));
    Lab.Refusal refusal = lab.refused(past, guarded(), STANDARD);
    assertThat(refusal.errors()).containsExactly("LATE01 check");
    assertThat(refusal.message()).contains("late", "seed", "reset");

    FlowId before = lab.given(old);
    assertThat(lab.resume(before, guarded(), STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("check", "open", "close");
  }

  @Test
  void row08ItMayRunLate() throws InterruptedException {
    FlowId id = lab.given(linear(lab.task("open"), lab.task("close")), done("open"));
    Migrations late = book(b -> b.late("check"));
    assertThat(lab.resume(id, guarded(), late).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("check", "close");
  }

  @Test
  void row08ItMayCountAsDone() throws InterruptedException {
    FlowId id = lab.given(linear(lab.task("open"), lab.task("close")), done("open"));
    Migrations seed = book(b -> b.seed("check", out -> {}));
    assertThat(lab.resume(id, guarded(), seed).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("close");
    assertThat(lab.atom(id, "check").state()).isEqualTo(AtomState.SUCCESS);
  }

  @Test
  void row08WhatFollowsMayRunAgain() throws InterruptedException {
    FlowId id = lab.given(linear(lab.task("open"), lab.task("close")), done("open"));
    Migrations reset =
        book(b -> b.step("again", s -> s.reset("open").allow("RERUN02", "doors open twice")));
    assertThat(lab.resume(id, guarded(), reset).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("check", "open", "close");
  }
}
