package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.failed;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.reverting;
import static dev.portage.migration.scenario.UndoLab.LENS;
import static dev.portage.migration.scenario.UndoLab.ONE_WAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.Outcome;
import dev.portage.migration.UndoOutcome.Grade;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scenarios of releases that are taken back, and of flows that are being undone. */
class GoingBackScenariosTest {
  private static final Migrations STANDARD = book(b -> {});
  private static final Migrations PRICED =
      book(
          b ->
              b.step(
                  "priced",
                  s ->
                      s.rename("a", "a2")
                          .version(
                              "a2",
                              "1.0",
                              "2.0",
                              out -> out.put("x", out.get("x").asString() + " EUR"))));

  private final UndoLab undoing = new UndoLab();
  private final Lab lab = undoing.lab;

  private Task undoable(String name) {
    return lab.undoable(lab.task(name));
  }

  private Task priced(String name) {
    return lab.undoable(lab.task(name, List.of(), List.of("x")));
  }

  private Flow old(Task last) {
    return linear(priced("a"), undoable("b"), last);
  }

  @Test
  void s26AVersionGoesBackBitForBitWhereItsMapHasAWayBack() {
    FlowId id = undoing.halfDone();
    AtomRecord before = lab.atom(id, "charge");
    String flow = undoing.image(id);
    undoing.migrated(id, LENS);
    assertThat(UndoLab.grade(undoing.undo(LENS).undo(id))).isEqualTo(Grade.RESTORE);
    assertThat(undoing.image(id)).isEqualTo(flow);

    undoing.migrated(id, LENS);
    undoing.write(id, FlowState.SUSPENDED, done("ship", "{\"slip\":\"s\"}"));
    assertThat(UndoLab.grade(undoing.undo(LENS).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.atom(id, "charge")).isEqualTo(before);
    assertThat(lab.stored(id).touched()).containsKey(before.name()).hasSize(3);
  }

  @Test
  void s26WithoutAWayBackItIsRefusedAndNothingIsHalfDone() throws InterruptedException {
    FlowId id = undoing.migrated(lab.given(undoing.old), ONE_WAY);
    undoing.write(id, FlowState.SUSPENDED, done("charge-card", "{\"receipt\":\"r\"}"));
    assertThat(undoing.refused(id, ONE_WAY)).contains("charge-card", "1.0", "2.0");

    Lab.Refusal downgraded = lab.refused(id, undoing.old, STANDARD);
    assertThat(downgraded.outcome()).as("old code by itself").isInstanceOf(Outcome.Newer.class);
    assertThat(downgraded.message()).contains("newer code wrote it", "order");
  }

  private FlowId goingBack() {
    lab.in(FlowState.RUNNING);
    return lab.given(
        old(lab.task("c")),
        reverting(done("a", "{\"x\":\"5\"}")),
        reverting(done("b")),
        reverting(failed("c")));
  }

  @Test
  void s42AFlowThatIsRevertingTakesNamesAndMapsAndRunsNothingForward() throws InterruptedException {
    FlowId id = goingBack();
    Flow now = linear(priced("a2").version(2, 0), undoable("b"), undoable("new"), lab.task("c"));
    assertThat(lab.migrate(id, now, PRICED)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.atom(id, "new").intention()).isEqualTo(Intention.REVERT);
    assertThat(lab.resume(id, now, PRICED).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("undo b", "undo a2 5 EUR");
  }

  @Test
  void s42WhatStillOwesItsRevertIsNotDropped() throws InterruptedException {
    FlowId id = goingBack();
    Flow now = linear(priced("a"), lab.task("c"));
    for (OnDone choice : OnDone.values()) {
      Migrations drop = book(b -> b.step("s", s -> s.drop("b", choice)));
      Lab.Refusal refusal = lab.refused(id, now, drop);
      assertThat(refusal.errors()).as(choice.name()).isNotEmpty().allMatch(e -> e.endsWith(" b"));
      assertThat(refusal.message())
          .contains("b is to be reverted", "FAIL01", "let the flow revert under");
    }
    assertThat(lab.refused(id, now, STANDARD).errors()).isNotEmpty();
  }

  @Test
  void s45ALaterFailureCallsTheNewRevertWithTheConvertedResult() throws InterruptedException {
    Task fails =
        lab.task("c")
            .execute(
                in -> {
                  throw new IllegalStateException("no route");
                });
    FlowId id = lab.given(old(lab.task("c")), done("a", "{\"x\":\"5\"}"), done("b"));
    Flow now = linear(priced("a2").version(2, 0), undoable("b"), fails);
    assertThat(lab.migrate(id, now, PRICED)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.resume(id, now, PRICED).state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).containsExactly("undo b", "undo a2 5 EUR");
  }
}
