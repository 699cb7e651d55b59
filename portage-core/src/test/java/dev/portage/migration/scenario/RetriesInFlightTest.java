package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.failed;
import static dev.portage.migration.scenario.Lab.reverting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Finding;
import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.Outcome;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Flows of two parts, each with a retry, of which the left one is being undone while the right one
 * goes forward.
 */
class RetriesInFlightTest {
  private static final Migrations STANDARD = book(b -> {});
  private final Lab lab = new Lab();

  @BeforeEach
  void theirProcessHasDied() {
    lab.in(FlowState.RUNNING);
  }

  private static Flow part(String name, Task... tasks) {
    Flow.Builder part = Flow.linear(name).retry(Retry.times("try-" + name, 3));
    for (Task task : tasks) {
      part.add(task);
    }
    return part.build();
  }

  private static Flow both(Flow left, Flow right) {
    return Flow.unordered(Lab.FLOW).add(left).add(right).build();
  }

  private Task undoable(String name) {
    return lab.undoable(lab.task(name));
  }

  private Flow left(String... names) {
    return part("left", List.of(names).stream().map(this::undoable).toArray(Task[]::new));
  }

  private Flow right(String... names) {
    return part("right", List.of(names).stream().map(this::undoable).toArray(Task[]::new));
  }

  private static AtomRecord retry(String part, Intention intention) {
    return AtomRecord.untouched(AtomName.of("try-" + part), AtomKind.RETRY)
        .with(done("try-" + part).execution())
        .in(AtomState.SUCCESS)
        .intending(intention)
        .remembering(Payload.of(Lab.object("{\"h\":[{\"value\":null,\"failures\":{}}]}").get("h")));
  }

  /** The left part has failed in b and is to be undone as its retry says; the right one is at d. */
  private FlowId halfUndone(Intention retry) {
    return lab.given(
        both(left("a", "b"), right("c", "d")),
        retry("left", retry),
        reverting(done("a")),
        reverting(failed("b")),
        retry("right", Intention.EXECUTE),
        done("c"));
  }

  private List<String> findings(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Migrated.class);
    return ((Outcome.Migrated) outcome)
        .findings().stream().map(finding -> finding.code() + " " + finding.atom()).toList();
  }

  @Test
  void newTasksGoTheWayOfTheirPart() throws InterruptedException {
    FlowId id = halfUndone(Intention.RETRY);
    Flow now = both(left("a", "new-left", "b"), right("c", "new-right", "d"));
    Outcome outcome = lab.migrate(id, now, STANDARD);
    assertThat(findings(outcome)).containsExactly("DIR01 new-left");
    assertThat(((Outcome.Migrated) outcome).findings().get(0).sentence())
        .contains("will run once its part of the flow is undone for the next attempt");
    assertThat(lab.atom(id, "new-left").intention()).isEqualTo(Intention.REVERT);
    assertThat(lab.atom(id, "new-right").intention()).isEqualTo(Intention.EXECUTE);
    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsSubsequence("undo b", "undo a", "a", "new-left", "b");
    assertThat(lab.ran).containsSubsequence("new-right", "d").doesNotContain("c", "undo c");
  }

  @Test
  void whereThePartIsGivenUpTheyDoNotRun() throws InterruptedException {
    FlowId id = halfUndone(Intention.REVERT);
    Flow now = both(left("a", "new-left", "b"), right("c", "new-right", "d"));
    lab.resume(id, now, STANDARD);
    assertThat(lab.ran)
        .containsExactlyInAnyOrder("undo b", "undo a", "new-right", "d")
        .containsSubsequence("undo b", "undo a");
  }

  @Test
  void aSeededTaskIsNotDoneInAPartThatIsUndone() throws InterruptedException {
    FlowId id = halfUndone(Intention.RETRY);
    Flow now = both(left("a", "new-left", "b"), right("new-right", "c", "d"));
    Migrations seed = book(b -> b.seed("new-left", out -> {}).seed("new-right", out -> {}));
    lab.resume(id, now, seed);
    assertThat(lab.ran)
        .containsSubsequence("undo a", "a", "new-left", "b")
        .doesNotContain("undo new-left", "new-right");
  }

  @Test
  void theRestIsStillGuarded() throws InterruptedException {
    Flow late = both(left("a", "b"), right("check", "c", "d"));
    assertThat(lab.refused(halfUndone(Intention.RETRY), late, STANDARD).errors())
        .containsExactly("LATE01 check");
    assertThat(lab.refused(halfUndone(Intention.REVERT), late, STANDARD).errors())
        .containsExactly("LATE01 check");
    Flow wanting =
        both(left("a", "b"), part("right", undoable("c"), lab.task("d", List.of("x"), List.of())));
    assertThat(lab.refused(halfUndone(Intention.REVERT), wanting, STANDARD).errors())
        .containsExactly("DATA02 d");
  }

  @Test
  void whatRunsAgainFindsItsSlotsOrIsRefused() throws InterruptedException {
    Flow wanting =
        both(part("left", lab.task("a", List.of("x"), List.of()), undoable("b")), right("c", "d"));
    assertThat(lab.refused(halfUndone(Intention.RETRY), wanting, STANDARD).errors())
        .containsExactlyInAnyOrder("LEAK01 a", "DATA02 a");
  }

  @Test
  void aFailedTaskThatIsResetTurnsItsPartForwardOnly() throws InterruptedException {
    FlowId id =
        lab.given(
            both(left("a", "b"), right("c", "d")),
            retry("left", Intention.RETRY),
            reverting(done("a")),
            reverting(failed("b")),
            retry("right", Intention.REVERT),
            reverting(done("c")),
            reverting(failed("d")));
    Migrations reset = book(b -> b.step("s", s -> s.reset("b")));
    lab.resume(id, both(left("a", "b"), right("c", "d")), reset);
    assertThat(lab.ran)
        .containsExactlyInAnyOrder("b", "undo d", "undo c")
        .containsSubsequence("undo d", "undo c");
    assertThat(lab.atom(id, "try-left").intention()).isEqualTo(Intention.EXECUTE);
  }

  @Test
  void aFailedTaskOfAPartThatIsHalfUndoneIsNotReset() throws InterruptedException {
    FlowId id =
        lab.given(
            both(left("a", "b"), right("c", "d")),
            retry("left", Intention.RETRY),
            reverting(Lab.row("a", AtomState.REVERTING, "{}")),
            reverting(failed("b")));
    Migrations reset = book(b -> b.step("s", s -> s.reset("b")));
    assertThat(lab.refused(id, both(left("a", "b"), right("c", "d")), reset).errors())
        .containsExactly("FAIL01 b");
  }

  @Test
  void namesMayChangeBetweenTwoAttempts() throws InterruptedException {
    FlowId id = halfUndone(Intention.RETRY);
    Migrations rename =
        book(b -> b.step("s", s -> s.rename("a", "z").rename("try-left", "try-port")));
    Flow port =
        Flow.linear("left")
            .retry(Retry.times("try-port", 3))
            .add(undoable("z"))
            .add(undoable("b"))
            .build();
    Flow now = both(port, right("c", "d"));
    assertThat(lab.resume(id, now, rename).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsSubsequence("undo b", "undo z", "z", "b").doesNotContain("a", "c");
    assertThat(lab.atom(id, "try-port").historyLength()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"RETRY", "REVERT"})
  void row21ARetryIsNotRemovedWhileItsPartIsUndone(Intention decided) throws InterruptedException {
    FlowId id = halfUndone(decided);
    Flow bare = Flow.linear("left").add(undoable("a")).add(undoable("b")).build();
    Flow now = both(bare, right("c", "d"));
    Migrations drop =
        book(
            b ->
                b.step(
                    "s",
                    s ->
                        s.drop("try-left", OnDone.FORGET)
                            .allow("FAIL01", "nobody")
                            .allow("LEAK01", "cares")));
    assertThat(lab.refused(id, now, STANDARD).errors()).contains("RETRY01 try-left");
    assertThat(lab.refused(id, now, drop).errors()).contains("RETRY01 try-left");
  }

  @Test
  void row21ItIsNotRemovedEitherWhileItIsRetrying() throws InterruptedException {
    FlowId id =
        lab.given(
            both(left("a", "b"), right("c", "d")),
            retry("left", Intention.EXECUTE).in(AtomState.RETRYING),
            retry("right", Intention.EXECUTE));
    Flow bare = Flow.linear("left").add(undoable("a")).add(undoable("b")).build();
    assertThat(lab.refused(id, both(bare, right("c", "d")), STANDARD).errors())
        .contains("RETRY01 try-left");
  }

  @Test
  void nothingGoesInOrOutOfAPartThatIsUndone() throws InterruptedException {
    Flow out = both(left("b"), right("c", "a", "d"));
    Lab.Refusal refusal = lab.refused(halfUndone(Intention.RETRY), out, STANDARD);
    assertThat(refusal.errors()).contains("RETRY01 try-left");
    assertThat(refusal.message()).contains("a went in or out");
    Flow in = both(left("a", "c", "b"), right("d"));
    assertThat(lab.refused(halfUndone(Intention.RETRY), in, STANDARD).message())
        .contains("c went in or out");
  }

  @Test
  void betweenFailuresARetryMayComeAndGoWithAWarning() {
    Flow old = both(left("a", "b"), right("c", "d"));
    FlowId id = lab.given(old, retry("left", Intention.EXECUTE), done("a"));
    Flow bare = Flow.linear("left").add(undoable("a")).add(undoable("b")).build();
    Outcome outcome = lab.migrate(id, both(bare, right("c", "d")), STANDARD);
    assertThat(findings(outcome)).containsExactly("RETRY02 a");
    assertThat(((Outcome.Migrated) outcome).findings().get(0).sentence())
        .contains("it was try-left, now none");
  }

  @Test
  void row22ALimitThatHasBeenPassedIsSaidBeforehand() {
    FlowId id =
        lab.given(
            both(left("a", "b"), right("c", "d")),
            retry("left", Intention.EXECUTE)
                .remembering(Payload.of(Lab.object("{\"h\":[{},{},{}]}").get("h"))));
    Flow less =
        Flow.linear("left")
            .retry(Retry.times("try-left", 2))
            .add(undoable("a"))
            .add(undoable("b"))
            .build();
    Flow now = both(less, right("c", "d"));
    List<Finding> findings = lab.forecast(now, STANDARD).situations().get(0).findings();
    assertThat(findings)
        .extracting(finding -> finding.code() + ": " + finding.sentence())
        .containsExactly(
            "RETRY03: try-left has made 3 attempts, and allows 2 now; the next failure is the last");
    assertThat(lab.migrate(id, now, STANDARD)).isInstanceOf(Outcome.Current.class);
  }
}
