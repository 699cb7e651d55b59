package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.noBook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.MigrationBook;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.Verdict;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.store.FlowId;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the test suites of other engines pin down about migrations, in the words of task flows. */
class MoreMigrationScenariosTest {
  private static final Migrations STANDARD = book(b -> {});
  private final Lab lab = new Lab();
  private final Ending ending = new Ending(lab);

  private Flow abc() {
    return linear(lab.task("a"), lab.task("b"), lab.task("c"));
  }

  @Test
  void s20TwoSourcesForOneNameAreRefused() throws InterruptedException {
    FlowId id = lab.given(abc(), done("a"));
    Flow now = linear(lab.task("a"), lab.task("c"));
    Migrations clash = book(b -> b.step("clash", s -> s.rename("b", "c")));
    assertThat(lab.refused(id, now, clash).message()).contains("two sources for c", "step clash");
  }

  @Test
  void s21APendingTaskTakesItsNewVersionWithoutAMap() throws InterruptedException {
    Flow now = linear(lab.task("a"), lab.task("b").version(2, 0), lab.task("c"));
    FlowId id = lab.given(abc(), done("a"));
    ending.finishes(id, now, book(b -> b.step("v", s -> s.version("b", "1.0", "2.0"))), "b", "c");
  }

  @Test
  void s22AStoredResultIsConvertedOnceAndTheOldOneKeptInTheJournal() throws InterruptedException {
    Flow old =
        linear(lab.task("b", List.of(), List.of("x")), lab.task("c", List.of("x"), List.of()));
    Flow now =
        linear(
            lab.task("b", List.of(), List.of("x")).version(2, 0),
            lab.task("c", List.of("x"), List.of()));
    FlowId id = lab.given(old, done("b", "{\"x\":12345678901234567890.10}"));
    Lab.Refusal unmapped =
        lab.refused(id, now, book(b -> b.step("v", s -> s.version("b", "1.0", "2.0"))));
    assertThat(unmapped.errors()).containsExactly("DATA03 b");
    assertThat(unmapped.message()).contains("1.0 -> 2.0");
    List<String> calls = new ArrayList<>();
    Migrations mapped =
        book(
            b ->
                b.step(
                    "v",
                    s ->
                        s.version(
                            "b",
                            "1.0",
                            "2.0",
                            out -> {
                              calls.add("map");
                              String amount = out.get("x").asString();
                              out.putObject("x").put("amount", amount);
                            })));
    assertThat(lab.migrate(id, now, mapped)).isInstanceOf(Outcome.Migrated.class);
    assertThat(calls).hasSize(1);
    assertThat(lab.journal(id).get(0).before().tree().toString())
        .contains("12345678901234567890.10");
    ending.finishes(id, now, mapped, "c");
    assertThat(calls).as("converted once").hasSize(1);
  }

  @Test
  void s25AMapThatThrowsForOneFlowLeavesThatOneAlone() throws InterruptedException {
    Flow old = linear(lab.task("a", List.of(), List.of("x")), lab.task("b"));
    Flow now = linear(lab.task("a", List.of(), List.of("x")).version(2, 0), lab.task("b"));
    Migrations brittle =
        book(
            b ->
                b.step(
                    "v",
                    s ->
                        s.version(
                            "a", "1.0", "2.0", out -> out.put("x", 100 / out.get("x").asInt()))));
    List<FlowId> ids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ids.add(lab.given(old, done("a", "{\"x\":" + (i == 17 ? 0 : i + 1) + "}")));
    }
    long migrated =
        ids.stream()
            .filter(id -> !id.equals(ids.get(17)))
            .filter(id -> lab.migrate(id, now, brittle) instanceof Outcome.Migrated)
            .count();
    assertThat(migrated).isEqualTo(99);
    Lab.Refusal refusal = lab.refused(ids.get(17), now, brittle);
    assertThat(refusal.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(refusal.message()).contains("step v", "/ by zero", "left as it was");
  }

  @Test
  void s41ASuspendedFlowStaysSuspended() throws InterruptedException {
    FlowId id = lab.given(abc(), done("a"));
    Flow now = linear(lab.task("a"), lab.task("b"), lab.task("d"));
    assertThat(lab.migrate(id, now, STANDARD)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.stored(id).header().state()).isEqualTo(FlowState.SUSPENDED);
    assertThat(lab.ran).isEmpty();
    ending.finishes(id, now, STANDARD, "b", "d");
  }

  @Test
  void aFlowThatNewerCodeWroteIsLeftAlone() throws InterruptedException {
    lab.stamped(Stamp.of(List.of("a-step-of-tomorrow")));
    FlowId id = lab.given(abc(), done("a"));
    Lab.Refusal refusal = lab.refused(id, abc(), STANDARD);
    assertThat(refusal.outcome()).isInstanceOf(Outcome.Newer.class);
    assertThat(refusal.message()).contains("a-step-of-tomorrow");
    assertThat(lab.forecast(abc(), STANDARD).verdict()).isEqualTo(Verdict.NEWER);
  }

  @Test
  void strictBooksAnswerNothingByThemselves() throws InterruptedException {
    FlowId id = lab.given(abc(), done("a"));
    Flow now = linear(lab.task("a"), lab.task("b"));
    assertThat(lab.refused(id, now, book(b -> b.strict())).message()).contains("removed c@1.0");
    assertThat(lab.refused(id, now, noBook()).message()).contains("removed c@1.0");
    Migrations said = book(b -> b.strict().step("drop-c", s -> s.drop("c")));
    ending.finishes(id, now, said, "b");
  }

  @Test
  void anAnchorThatIsMissedIsToldAndNothingIsTouched() throws InterruptedException {
    FlowId id = lab.given(abc(), done("a"));
    Flow now = linear(lab.task("a"), lab.task("b"));
    String from = lab.stored(id).shape().fingerprint().brief();
    Migrations anchored = book(b -> b.step("s", s -> s.from(from).to("0000000000").drop("c")));
    assertThat(lab.refused(id, now, anchored).errors()).containsExactly("STEP03 step s");
  }

  @Test
  void aStepIsDoneOnceEvenIfItsNameComesBack() throws InterruptedException {
    MigrationBook old = MigrationBook.of(b -> b.step("drop-c", s -> s.drop("c")));
    lab.stamped(old.heads());
    FlowId id = lab.given(abc(), done("a"));
    ending.finishes(id, abc(), book(b -> b.step("drop-c", s -> s.drop("c"))), "b", "c");
    assertThat(lab.atom(id, "c").state()).isEqualTo(AtomState.SUCCESS);
  }
}
