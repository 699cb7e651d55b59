package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowResult;
import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.StepBuilder;
import dev.portage.migration.WhenMixed;
import dev.portage.migration.Whole;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that have become one, wherever their flow is. */
class MergeTest {
  private static final List<String> PARTS = List.of("pick", "pack");

  private final Lab lab = new Lab();

  private Flow parts() {
    return linear(
        lab.undoable(lab.task("pick", List.of(), List.of("slip"))).sideEffects(false),
        lab.undoable(lab.task("pack", List.of(), List.of("box"))).sideEffects(false),
        lab.task("post", List.of("slip", "box"), List.of()));
  }

  private Flow whole() {
    return linear(
        lab.undoable(lab.task("ship", List.of(), List.of("slip", "box"))),
        lab.task("post", List.of("slip", "box"), List.of()));
  }

  private static Migrations step(Consumer<StepBuilder> step) {
    return book(b -> b.step("s", step));
  }

  private static Migrations merging(Whole whole) {
    return step(s -> s.allow("SKIP01", "no decider is here").merge(PARTS, whole));
  }

  private static final Whole SHIP = Whole.of("ship", "1.0");

  private void ends(FlowId id, Flow now, Migrations migrations, String... ran)
      throws InterruptedException {
    FlowResult result = lab.resume(id, now, migrations);
    assertThat(result.state()).as(result.toString()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly(ran);
    lab.ran.clear();
  }

  @Test
  void whatAllHaveStoredIsTheNewTasksUnlessTwoStoredTheSame() throws InterruptedException {
    FlowId id = lab.given(parts(), done("pick", "{\"slip\":1.50}"), done("pack", "{\"box\":null}"));
    FlowId twice =
        lab.given(parts(), done("pick", "{\"slip\":1}"), done("pack", "{\"slip\":2,\"box\":3}"));
    Lab.Refusal refusal = lab.refused(twice, whole(), merging(SHIP));
    assertThat(refusal.errors()).containsExactly("DATA03 ship");
    assertThat(refusal.message())
        .contains("ship is merged of pick and pack, which both stored 'slip'")
        .contains(".output((old, whole) -> ...)");
    assertThat(lab.migrate(id, whole(), merging(SHIP))).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.output(id, "ship")).isEqualTo("{\"slip\":1.50,\"box\":null}");
    Whole said =
        SHIP.output(
            (old, ship) -> ship.set("slip", old.at("/pick/slip")).set("box", old.at("/pack/box")));
    assertThat(lab.migrate(twice, whole(), merging(said))).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.output(twice, "ship")).isEqualTo("{\"slip\":1,\"box\":3}");
    ends(twice, whole(), merging(said), "post");
  }

  @Test
  void aSlotThatNothingFillsIsNamed() throws InterruptedException {
    FlowId id = lab.given(parts(), done("pick", "{\"slip\":1}"), done("pack"));
    Lab.Refusal refusal = lab.refused(id, whole(), merging(SHIP));
    assertThat(refusal.errors()).contains("DATA03 ship");
    assertThat(refusal.message()).contains("nothing fills 'box'");
    Whole half = SHIP.output((old, ship) -> ship.put("box", 2));
    assertThat(lab.refused(id, whole(), merging(half)).message()).contains("nothing fills 'slip'");
    Whole broken = SHIP.output((old, ship) -> ship.put("box", 1 / old.at("/pack/box").asInt(0)));
    Lab.Refusal failed = lab.refused(id, whole(), merging(broken));
    assertThat(failed.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(failed.message()).contains("merge pick, pack -> ship", "step s", "by zero");
  }

  @Test
  void theKeyIsTheHeirsAndAttemptsCountOn() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    Flow old = linear(lab.task("ship"), lab.task("pack"));
    Flow now = linear(lab.task("ship"));
    List<String> both = List.of("ship", "pack");
    Migrations heir = step(s -> s.inDoubt(InDoubt.AS_PENDING).merge(both, SHIP.inherits("pack")));
    Migrations none = step(s -> s.inDoubt(InDoubt.AS_PENDING).merge(both, SHIP));
    FlowId known = lab.given(old, running("pack"));
    FlowId unknown = lab.given(old, running("ship"));
    ends(known, now, heir, "ship");
    ends(unknown, now, none, "ship");
    assertThat(lab.atom(known, "ship").execution().idempotencyKey()).isEqualTo("key-pack");
    assertThat(lab.atom(known, "ship").execution().attempts()).isEqualTo(1);
    assertThat(lab.atom(unknown, "ship").execution().idempotencyKey())
        .as("a key that no attempt of that name has had")
        .isEqualTo(unknown + "/ship/2");
  }

  /** Which states of two tasks go together, and what comes of them by whenMixed. */
  @ParameterizedTest(name = "{0} and {1}: {2}, {3}, {4}")
  @CsvSource(
      textBlock =
          """
          PENDING  , PENDING  , PENDING SUCCESS    , PENDING SUCCESS    , PENDING SUCCESS
          PENDING  , SUCCESS  , MIX01 ship         , PENDING SUCCESS    , SUCCESS SUCCESS
          PENDING  , FAILURE  , FAILURE REVERTED   , FAILURE REVERTED   , FAILURE REVERTED
          PENDING  , REVERTING, MIX01 ship         , MIX01 ship         , MIX01 ship
          PENDING  , REVERTED , REVERTED REVERTED  , REVERTED REVERTED  , REVERTED REVERTED
          PENDING  , IGNORE   , MIX01 ship         , PENDING SUCCESS    , MIX01 ship
          SUCCESS  , SUCCESS  , SUCCESS SUCCESS    , SUCCESS SUCCESS    , SUCCESS SUCCESS
          SUCCESS  , FAILURE  , FAILURE REVERTED   , FAILURE REVERTED   , FAILURE REVERTED
          SUCCESS  , REVERTING, MIX01 ship         , MIX01 ship         , MIX01 ship
          SUCCESS  , REVERTED , MIX01 ship         , MIX01 ship         , MIX01 ship
          SUCCESS  , IGNORE   , MIX01 ship         , PENDING SUCCESS    , SUCCESS SUCCESS
          FAILURE  , FAILURE  , FAILURE REVERTED   , FAILURE REVERTED   , FAILURE REVERTED
          FAILURE  , REVERTING, MIX01 ship         , MIX01 ship         , MIX01 ship
          FAILURE  , REVERTED , MIX01 ship         , MIX01 ship         , MIX01 ship
          FAILURE  , IGNORE   , FAILURE REVERTED   , FAILURE REVERTED   , FAILURE REVERTED
          REVERTING, REVERTING, REVERTING REVERTED , REVERTING REVERTED , REVERTING REVERTED
          REVERTING, REVERTED , MIX01 ship         , MIX01 ship         , MIX01 ship
          REVERTING, IGNORE   , MIX01 ship         , MIX01 ship         , MIX01 ship
          REVERTED , REVERTED , REVERTED REVERTED  , REVERTED REVERTED  , REVERTED REVERTED
          REVERTED , IGNORE   , REVERTED REVERTED  , REVERTED REVERTED  , REVERTED REVERTED
          IGNORE   , IGNORE   , DATA01 post        , DATA01 post        , DATA01 post
          """)
  void isAsTheStatesOfBothSay(
      AtomState pick, AtomState pack, String block, String reset, String asDone)
      throws InterruptedException {
    Whole taken =
        SHIP.whenMixed(WhenMixed.asDone((old, ship) -> ship.put("slip", 1).put("box", 2)));
    List<String> cells = new ArrayList<>();
    for (Whole whole : List.of(SHIP, SHIP.whenMixed(WhenMixed.RESET), taken)) {
      cells.add(outcome(pick, pack, whole));
    }
    assertThat(cells).containsExactly(block, reset, asDone);
  }

  private String outcome(AtomState pick, AtomState pack, Whole whole) throws InterruptedException {
    List<AtomRecord> rows =
        List.of(row("pick", pick, "{\"slip\":1}"), row("pack", pack, "{\"box\":2}"));
    boolean back = rows.stream().anyMatch(row -> row.intention() == Intention.REVERT);
    FlowId id =
        lab.given(
            parts(),
            rows.stream()
                .map(row -> back && row.intention() == Intention.EXECUTE ? Lab.reverting(row) : row)
                .toArray(AtomRecord[]::new));
    Migrations migrations =
        step(
            s ->
                s.inDoubt(InDoubt.AS_PENDING)
                    .allow("SKIP01", "no decider is here")
                    .allow("FAIL01", "to see what comes of it")
                    .merge(PARTS, whole));
    if (lab.forecast(whole(), migrations).blocked() > 0) {
      return lab.refused(id, whole(), migrations).errors().get(0);
    }
    assertThat(lab.migrate(id, whole(), migrations)).isInstanceOf(Outcome.Migrated.class);
    String now = lab.atom(id, "ship").state().name();
    return now + " " + lab.resume(id, whole(), migrations).state();
  }

  private static AtomRecord row(String name, AtomState state, String output) {
    AtomRecord done = done(name, output);
    return switch (state) {
      case SUCCESS -> done;
      case FAILURE -> Lab.failed(name);
      case PENDING, RUNNING -> Lab.row(name, state, null);
      case IGNORE -> Lab.row(name, state, null).intending(Intention.IGNORE);
      default -> Lab.reverting(done.in(state));
    };
  }

  @Test
  void whatWasDoneIsNotDoneAgainUnasked() throws InterruptedException {
    Flow old = linear(lab.task("pick"), lab.task("pack"));
    Flow now = linear(lab.task("ship"));
    FlowId id = lab.given(old, done("pick"));
    Whole reset = SHIP.whenMixed(WhenMixed.RESET);
    Lab.Refusal refusal = lab.refused(id, now, merging(reset));
    assertThat(refusal.errors()).containsExactly("RERUN02 pick");
    assertThat(lab.refused(id, now, merging(SHIP)).message())
        .contains("ship is merged of pick (SUCCESS), pack (PENDING), which are done in part")
        .contains("WhenMixed.RESET", "WhenMixed.asDone(");
    Migrations allowed =
        step(s -> s.allow("RERUN02", "picking twice does no harm").merge(PARTS, reset));
    ends(id, now, allowed, "ship");
    assertThat(lab.atom(id, "ship").execution().attempts()).isEqualTo(2);
  }

  @Test
  void whatIsToBeRevertedIsNotRunAsAWhole() throws InterruptedException {
    AtomRecord[] rows = {
      Lab.reverting(done("pick", "{\"slip\":1}")),
      Lab.reverting(Lab.row("pack", AtomState.PENDING, null)),
      Lab.reverting(Lab.row("post", AtomState.PENDING, null))
    };
    FlowId id = lab.given(parts(), rows);
    Migrations reset = merging(SHIP.whenMixed(WhenMixed.RESET));
    assertThat(lab.refused(id, whole(), merging(SHIP)).errors()).containsExactly("MIX01 ship");
    assertThat(lab.refused(id, whole(), reset).errors()).containsExactly("FAIL01 ship");
    Migrations taken =
        merging(
            SHIP.whenMixed(
                WhenMixed.asDone(
                    (old, ship) -> ship.set("slip", old.at("/pick/slip")).put("box", "none"))));
    assertThat(lab.resume(id, whole(), taken).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("undo ship 1 none");
  }

  @Test
  void aRevertThatNobodyTakesOverIsMissed() throws InterruptedException {
    FlowId id = lab.given(parts(), done("pick", "{\"slip\":1}"), done("pack", "{\"box\":2}"));
    Flow bare =
        linear(
            lab.task("ship", List.of(), List.of("slip", "box")),
            lab.task("post", List.of("slip", "box"), List.of()));
    Lab.Refusal refusal = lab.refused(id, bare, merging(SHIP));
    assertThat(refusal.errors()).containsExactly("LEAK01 pick", "LEAK01 pack");
    assertThat(refusal.message()).contains("give ship a revert");
    Migrations allowed = step(s -> s.allow("LEAK01", "nothing to undo").merge(PARTS, SHIP));
    ends(id, bare, allowed, "post");
  }

  @Test
  void aRevertMayBeFoundUnderANameOfALaterStep() throws InterruptedException {
    FlowId id = lab.given(parts(), done("pick", "{\"slip\":1}"), done("pack", "{\"box\":2}"));
    Migrations both =
        book(
            b ->
                b.step("one", s -> s.merge(PARTS, Whole.of("both", "1.0")))
                    .step("two", s -> s.after("one").rename("both", "ship")));
    ends(id, whole(), both, "post");
    assertThat(lab.output(id, "ship")).isEqualTo("{\"slip\":1,\"box\":2}");
  }
}
