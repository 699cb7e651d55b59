package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.failed;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.reverting;
import static dev.portage.migration.scenario.Lab.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.Verdict;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Retry;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scenarios in which it matters where in its structure a flow stands, and which way it goes. */
class PositionScenariosTest {
  private static final Migrations STANDARD = book(b -> {});
  private final Lab lab = new Lab();

  private static Flow part(String name, Task... tasks) {
    Flow.Builder part = Flow.linear(name);
    List.of(tasks).forEach(part::add);
    return part.build();
  }

  private static Flow tried(String name, int times, Task... tasks) {
    Flow.Builder part = Flow.linear(name).retry(Retry.times("try-" + name, times));
    List.of(tasks).forEach(part::add);
    return part.build();
  }

  private static AtomRecord retry(String part, Intention intention, String history) {
    return AtomRecord.untouched(AtomName.of("try-" + part), AtomKind.RETRY)
        .with(done("try-" + part).execution())
        .in(AtomState.SUCCESS)
        .intending(intention)
        .remembering(Payload.of(Lab.object("{\"h\":" + history + "}").get("h")));
  }

  private Flow forked(Task... branches) {
    Flow.Builder fork = Flow.unordered("fork");
    List.of(branches).forEach(fork::add);
    return Flow.linear(Lab.FLOW).add(lab.task("a")).add(fork.build()).add(lab.task("join")).build();
  }

  private Task failing(String name) {
    return lab.task(name)
        .execute(
            in -> {
              lab.ran.add(name);
              throw new IllegalStateException("no route");
            });
  }

  @Test
  void s08ABranchAddedBeforeTheJoinRunsAndTheJoinWaitsForIt() throws InterruptedException {
    FlowId id =
        lab.in(FlowState.RUNNING)
            .given(forked(lab.task("b"), lab.task("c")), done("a"), done("b"), running("c"));
    Flow now = forked(lab.task("b"), lab.task("c"), lab.task("d"));
    assertThat(lab.migrate(id, now, STANDARD)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.atom(id, "c").execution().idempotencyKey()).isEqualTo("key-c");
    assertThat(lab.atom(id, "d").state()).isEqualTo(AtomState.PENDING);

    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactlyInAnyOrder("c", "d", "join").endsWith("join");
  }

  @Test
  void s14AFailedTaskThatIsGoneIsRefusedAndOneThatIsRenamedStaysFailed()
      throws InterruptedException {
    lab.in(FlowState.RUNNING);
    FlowId id =
        lab.given(linear(lab.undoable(lab.task("a")), lab.task("b")), done("a"), failed("b"));
    Flow now = linear(lab.undoable(lab.task("a")), lab.task("c"));
    Lab.Refusal refusal = lab.refused(id, now, STANDARD);
    assertThat(refusal.errors()).contains("FAIL01 b");
    assertThat(refusal.message()).contains("b has failed", ".drop(\"b\")");

    Migrations renamed = book(b -> b.step("name", s -> s.rename("b", "c")));
    assertThat(lab.resume(id, now, renamed).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).as("no attempt is left for it").containsExactly("undo a");
  }

  @Test
  void s14OnlyAStepThatSaysSoGivesItAnotherAttempt() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    FlowId id =
        lab.given(linear(lab.undoable(lab.task("a")), lab.task("b")), done("a"), failed("b"));
    Flow now = linear(lab.undoable(lab.task("a")), lab.task("c"));
    Migrations again = book(b -> b.step("name", s -> s.rename("b", "c").reset("c")));
    assertThat(lab.resume(id, now, again).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("c");
    assertThat(lab.journal(id).get(0).before().tree().toString())
        .as("the failure is kept in the journal")
        .contains("java.io.IOException");
  }

  @Test
  void s33ATaskThatIsWrappedInAPartWithARetryKeepsItsAttempts() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    Flow old = linear(lab.task("a"), lab.task("b"), lab.task("c"));
    FlowId id = lab.given(old, done("a"), running("b"));
    Flow now =
        Flow.linear(Lab.FLOW)
            .add(lab.task("a"))
            .add(tried("s", 3, lab.task("b")))
            .add(lab.task("c"))
            .build();
    assertThat(lab.migrate(id, now, STANDARD)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.atom(id, "b").execution()).isEqualTo(running("b").execution());
    assertThat(lab.atom(id, "try-s").state()).isEqualTo(AtomState.PENDING);

    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("b", "c");
    assertThat(lab.atom(id, "b").execution().attempts()).isEqualTo(1);
    assertThat(lab.atom(id, "b").execution().idempotencyKey()).isEqualTo("key-b");
  }

  @Test
  void s35ATaskThatMovesToAnotherPartIsNoMigration() throws InterruptedException {
    Flow old =
        Flow.linear(Lab.FLOW)
            .add(part("s", lab.task("a"), lab.task("b")))
            .add(part("t", lab.task("c")))
            .build();
    Flow now =
        Flow.linear(Lab.FLOW)
            .add(part("s", lab.task("a")))
            .add(part("t", lab.task("b"), lab.task("c")))
            .build();
    FlowId id = lab.given(old, done("a"));
    String before = lab.image();
    assertThat(lab.forecast(now, STANDARD).verdict()).isEqualTo(Verdict.CURRENT);
    assertThat(lab.migrate(id, now, STANDARD)).isEqualTo(new Outcome.Current());
    assertThat(lab.image()).isEqualTo(before);
    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("b", "c");
    assertThat(lab.journal(id)).isEmpty();
  }

  @Test
  void s35ARetryThatLosesATaskIsRefusedOrTold() throws InterruptedException {
    Flow old =
        Flow.unordered(Lab.FLOW)
            .add(tried("s", 3, lab.task("a"), lab.task("b")))
            .add(tried("t", 3, lab.task("c")))
            .build();
    Flow now =
        Flow.unordered(Lab.FLOW)
            .add(tried("s", 3, lab.task("a")))
            .add(tried("t", 3, lab.task("b"), lab.task("c")))
            .build();
    String history = "[{\"value\":null,\"failures\":{\"b\":{\"type\":\"E\"}}}]";
    FlowId told = lab.given(old, retry("s", Intention.EXECUTE, history), done("a"), done("b"));
    assertThat(lab.forecast(now, STANDARD).situations().get(0).findings())
        .extracting(finding -> finding.code() + " " + finding.atom())
        .containsExactly("RETRY02 b");
    assertThat(lab.resume(told, now, STANDARD).state()).isEqualTo(FlowState.SUCCESS);

    lab.in(FlowState.RUNNING);
    FlowId undone =
        lab.given(
            old,
            retry("s", Intention.RETRY, history),
            reverting(done("a")),
            reverting(failed("b")));
    Lab.Refusal refusal = lab.refused(undone, now, STANDARD);
    assertThat(refusal.errors()).contains("RETRY01 try-s");
    assertThat(refusal.message()).contains("b went in or out");
  }

  @Test
  void s38ARetryKeepsItsHistoryAndItsNextFailureIsJudgedByTheNewLimit()
      throws InterruptedException {
    Flow old =
        Flow.linear(Lab.FLOW)
            .add(tried("s", 5, lab.undoable(lab.task("a")), lab.task("b")))
            .build();
    String history =
        "[{\"value\":null,\"failures\":{\"b\":{\"type\":\"E\",\"message\":\"down\",\"stack\":\"\","
            + "\"at\":null,\"causes\":[]}}},{\"value\":null,\"failures\":{}}]";
    FlowId id = lab.given(old, retry("s", Intention.EXECUTE, history), done("a"));
    AtomRecord before = lab.atom(id, "try-s");
    Flow now =
        Flow.linear(Lab.FLOW)
            .add(tried("s", 2, lab.undoable(lab.task("a")), lab.task("n"), failing("b")))
            .build();
    assertThat(lab.forecast(now, STANDARD).situations().get(0).findings())
        .extracting(finding -> finding.code() + ": " + finding.sentence())
        .containsExactly(
            "RETRY03: try-s has made 2 attempts, and allows 2 now; the next failure is the last");
    assertThat(lab.migrate(id, now, STANDARD)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.atom(id, "try-s")).as("same history").isEqualTo(before);

    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("n", "b", "undo a");
  }
}
