package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.Verdict;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.store.FlowId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the test suites of other engines pin down about migrations, in the words of task flows. */
class MigrationScenariosTest {
  private static final Migrations STANDARD = book(b -> {});
  private final Lab lab = new Lab();
  private final Ending ending = new Ending(lab);

  private Flow abc() {
    return linear(lab.task("a"), lab.task("b"), lab.task("c"));
  }

  @Test
  void s01IdenticalCodeIsCurrentAndNothingIsWritten() throws InterruptedException {
    FlowId id = lab.given(abc(), done("a"));
    String before = lab.image();
    assertThat(lab.forecast(abc(), STANDARD).verdict()).isEqualTo(Verdict.CURRENT);
    assertThat(lab.migrate(id, abc(), STANDARD)).isEqualTo(new Outcome.Current());
    assertThat(lab.image()).isEqualTo(before);
    ending.finishes(id, abc(), STANDARD, "b", "c");
    assertThat(lab.journal(id)).isEmpty();
  }

  @Test
  void s02MigratedTwiceIsMigratedOnce() throws InterruptedException {
    Flow now = linear(lab.task("a"), lab.task("b"));
    FlowId id = lab.given(abc(), done("a"));
    assertThat(lab.migrate(id, now, STANDARD)).isInstanceOf(Outcome.Migrated.class);
    String after = lab.image();
    assertThat(lab.migrate(id, now, STANDARD)).isEqualTo(new Outcome.Current());
    assertThat(lab.image()).isEqualTo(after);
    assertThat(lab.journal(id)).hasSize(1);
    ending.finishes(id, now, STANDARD, "b");
  }

  @Test
  void s04AnUnknownFlowIsNotFoundAndTheOthersProceed() {
    FlowId id = lab.given(abc());
    Flow now = linear(lab.task("a"), lab.task("b"));
    assertThat(lab.migrate(FlowId.of("nobody"), now, STANDARD)).isEqualTo(new Outcome.NotFound());
    assertThat(lab.migrate(id, now, STANDARD)).isInstanceOf(Outcome.Migrated.class);
  }

  @Test
  void s05ATaskAddedAfterTheCurrentPointRunsInItsPlace() throws InterruptedException {
    Flow now = linear(lab.task("a"), lab.task("b"), lab.task("d"), lab.task("c"));
    FlowId id = lab.given(abc(), done("a"));
    ending.finishes(id, now, STANDARD, "b", "d", "c");
    assertThat(lab.journal(id).get(0).steps()).containsExactly("default: new tasks start PENDING");
  }

  @Test
  void s07AnAddedTaskThatNeedsWhatNobodyGivesIsRefusedUntilAMapComputesIt()
      throws InterruptedException {
    Flow old = linear(lab.task("a", List.of(), List.of("price")), lab.task("b"));
    Flow now =
        linear(
            lab.task("a", List.of(), List.of("price")),
            lab.task("b"),
            lab.task("x", List.of("currency"), List.of()));
    FlowId id = lab.given(old, done("a", "{\"price\":5}"));
    Lab.Refusal refusal = lab.refused(id, now, STANDARD);
    assertThat(refusal.errors()).containsExactly("DATA02 x");
    assertThat(refusal.message()).contains("'currency'");

    Flow computed =
        linear(
            lab.task("a", List.of(), List.of("price", "currency")).version(1, 1),
            lab.task("b"),
            lab.task("x", List.of("currency"), List.of()));
    Migrations mapped =
        book(
            b ->
                b.step(
                    "currency",
                    s -> s.version("a", "1.0", "1.1", out -> out.put("currency", "EUR"))));
    ending.finishes(id, computed, mapped, "b", "x");
  }

  @Test
  void s07AValueGivenByASeedServesToo() throws InterruptedException {
    Flow old = linear(lab.task("a"), lab.task("b"));
    Flow now =
        linear(
            lab.task("a"),
            lab.task("ask", List.of(), List.of("currency")),
            lab.task("b", List.of("currency"), List.of()));
    FlowId id = lab.given(old, done("a"));
    Migrations seeded = book(b -> b.seed("ask", out -> out.put("currency", "EUR")));
    ending.finishes(id, now, seeded, "b");
    assertThat(lab.output(id, "ask")).isEqualTo("{\"currency\":\"EUR\"}");
  }

  @Test
  void s10APendingTaskThatIsGoneIsDropped() throws InterruptedException {
    FlowId id = lab.given(abc(), done("a"));
    ending.finishes(id, linear(lab.task("a"), lab.task("c")), STANDARD, "c");
  }

  @Test
  void s11ADoneTaskThatNobodyNeedsIsKeptInTheJournalOnly() throws InterruptedException {
    Flow old = linear(lab.task("a", List.of(), List.of("x")), lab.task("b"));
    FlowId id = lab.given(old, done("a", "{\"x\":1.50}"));
    ending.finishes(id, linear(lab.task("b")), STANDARD, "b");
    assertThat(lab.journal(id).get(0).before().tree().toString()).contains("{\\\"x\\\":1.50}");
  }

  @Test
  void s13AReadyTaskThatIsGoneIsDroppedUnlessSomebodyNeedsWhatItWouldProvide()
      throws InterruptedException {
    Flow old =
        linear(
            lab.task("a"),
            lab.task("b", List.of(), List.of("x")),
            lab.task("c", List.of("x"), List.of()));
    FlowId needed = lab.given(old, done("a"));
    Flow needy = linear(lab.task("a"), lab.task("c", List.of("x"), List.of()));
    Lab.Refusal refusal = lab.refused(needed, needy, STANDARD);
    assertThat(refusal.errors()).containsExactly("DATA01 c");
    assertThat(refusal.message()).contains("'x'");
    ending.finishes(needed, linear(lab.task("a"), lab.task("c")), STANDARD, "c");
  }

  @Test
  void s16ADoneTaskIsRenamedOnWordOnly() throws InterruptedException {
    Flow old =
        linear(lab.task("a", List.of(), List.of("x")), lab.task("b", List.of("x"), List.of()));
    Flow now =
        linear(lab.task("a2", List.of(), List.of("x")), lab.task("b", List.of("x"), List.of()));
    FlowId id = lab.given(old, done("a", "{\"x\":1}"));
    assertThat(lab.refused(id, now, STANDARD).errors()).contains("RERUN01 a");
    ending.finishes(id, now, book(b -> b.step("name", s -> s.rename("a", "a2"))), "b");
  }

  @Test
  void s17ATaskInDoubtKeepsAttemptsAndKeyUnderItsNewName() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    FlowId id = lab.given(linear(lab.task("a"), lab.task("b")), running("a"));
    ending.finishes(
        id,
        linear(lab.task("a2"), lab.task("b")),
        book(b -> b.step("name", s -> s.rename("a", "a2"))),
        "a2",
        "b");
    assertThat(lab.atom(id, "a2").execution().attempts()).isEqualTo(1);
    assertThat(lab.atom(id, "a2").execution().idempotencyKey()).isEqualTo("key-a");
  }
}
