package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.running;
import static dev.portage.migration.scenario.UndoLab.LENS;
import static dev.portage.migration.scenario.UndoLab.ONE_WAY;
import static dev.portage.migration.scenario.UndoLab.grade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.Outcome;
import dev.portage.migration.Part;
import dev.portage.migration.UndoOutcome.Grade;
import dev.portage.migration.WaysBack;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Going back when the flow has gone on: by the inverse of each operation. */
class UndoAfterProgressTest {
  private final UndoLab undoing = new UndoLab();
  private final Lab lab = undoing.lab;

  @Test
  void aFlowThatHasGoneOnGoesBackByInverses() throws InterruptedException {
    FlowId id = undoing.migrated(undoing.halfDone(), LENS);
    undoing.write(id, FlowState.SUSPENDED, done("ship", "{\"slip\":\"s-1\"}"));

    assertThat(grade(new WaysBack(lab.store, LENS).of(id, lab.clock.instant())))
        .isEqualTo(Grade.LENS);
    assertThat(grade(undoing.undo(LENS).undo(id))).isEqualTo(Grade.LENS);

    assertThat(lab.output(id, "charge")).isEqualTo("{\"receipt\":\"r-1\"}");
    assertThat(lab.atom(id, "charge").execution().version()).isEqualTo("1.0");
    assertThat(lab.atom(id, "audit")).isEqualTo(done("audit"));
    assertThat(lab.output(id, "ship")).isEqualTo("{\"slip\":\"s-1\"}");
    assertThat(lab.stored(id).shape()).isEqualTo(Shape.of(undoing.old));
    assertThat(lab.resume(id, undoing.old, Lab.noBook()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).as("nothing ran twice").isEmpty();
  }

  @Test
  void aFlowThatWasOnlyResumedAndSuspendedIsExactlyWhatItWas() {
    FlowId id = undoing.halfDone();
    String before = undoing.image(id);
    undoing.migrated(id, ONE_WAY);
    undoing.write(id, FlowState.RUNNING);
    undoing.write(id, FlowState.SUSPENDED);

    assertThat(grade(undoing.undo(ONE_WAY).undo(id))).isEqualTo(Grade.RESTORE);
    assertThat(undoing.image(id)).isEqualTo(before);
  }

  @Test
  void whatTheMigrationAddedMustHaveDoneNothing() {
    FlowId id = undoing.migrated(undoing.halfDone(), LENS);
    undoing.write(id, FlowState.SUSPENDED, done("ship", "{\"slip\":\"s-1\"}"), running("notify"));

    assertThat(undoing.refused(id, LENS))
        .isEqualTo("UNDO01 notify was added by the migration, and is RUNNING since");
  }

  @Test
  void aMapWithoutAWayBackIsTakenBackOnlyWhereNothingHasHappenedSince() {
    FlowId id = undoing.migrated(undoing.halfDone(), ONE_WAY);
    undoing.write(id, FlowState.SUSPENDED, done("ship", "{\"slip\":\"s-1\"}"));
    assertThat(grade(undoing.undo(ONE_WAY).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.output(id, "charge")).isEqualTo("{\"receipt\":\"r-1\"}");

    FlowId ran = undoing.migrated(lab.given(undoing.old), ONE_WAY);
    undoing.write(ran, FlowState.SUSPENDED, done("charge-card", "{\"receipt\":\"r-2\"}"));
    assertThat(undoing.refused(ran, ONE_WAY))
        .isEqualTo(
            "UNDO01 charge-card is not what 'version charge-card 1.0 -> 2.0, output mapped' left,"
                + " and nothing says how to take that back");
  }

  @Test
  void whatWasDroppedBeforeItRanMustNotComeBackTooLate() {
    FlowId id = undoing.migrated(lab.given(undoing.old), LENS);
    undoing.write(
        id,
        FlowState.SUSPENDED,
        done("charge-card", "{\"receipt\":\"r-1\"}"),
        done("ship", "{\"slip\":\"s-1\"}"));

    assertThat(undoing.refused(id, LENS))
        .isEqualTo("LATE01 audit is new and stands before ship, which this flow is past");
  }

  @Test
  void onlyTheBookThatMigratedSaysHowToGoBack() {
    FlowId id = undoing.migrated(undoing.halfDone(), LENS);
    undoing.write(id, FlowState.SUSPENDED, done("ship", "{\"slip\":\"s-1\"}"));

    assertThat(undoing.refused(id, Lab.noBook()))
        .contains("this code has no migration book for 'order'");
    assertThat(undoing.refused(id, undoing.undo(book(b -> {}))))
        .contains("step by-card is not in this code's book");
    assertThat(
            undoing.refused(
                id,
                undoing.undo(book(b -> b.step("by-card", s -> s.rename("charge", "charge-card"))))))
        .contains("this code's book no longer does what was done to it: step by-card");
  }

  @Test
  void aStepThatCameLaterDoesNotMatter() {
    FlowId id = undoing.migrated(undoing.halfDone(), LENS);
    undoing.write(id, FlowState.SUSPENDED, done("ship", "{\"slip\":\"s-1\"}"));
    Migrations grown =
        book(
            b ->
                b.step(
                        "by-card",
                        s ->
                            s.rename("charge", "charge-card")
                                .version(
                                    "charge-card",
                                    "1.0",
                                    "2.0",
                                    out -> out.put("network", "unknown"),
                                    back -> back.remove("network"))
                                .drop("audit", OnDone.FORGET))
                    .step("later", s -> s.after("by-card").rename("ship", "send")));

    assertThat(grade(undoing.undo(grown).undo(id))).isEqualTo(Grade.LENS);
  }

  @Test
  void aSplitWithoutAWayBackIsTakenBackWhileItsPartsAreAsTheyWere() {
    Flow whole =
        linear(undoing.charge, lab.task("ship", List.of("receipt"), List.of("slip", "box")));
    Flow parts =
        linear(
            undoing.charge,
            lab.task("pick", List.of("receipt"), List.of("slip")),
            lab.task("pack", List.of("slip"), List.of("box")),
            lab.task("notify"));
    Migrations split =
        book(
            b ->
                b.step(
                    "split",
                    s ->
                        s.split(
                            "ship",
                            Part.of("pick", "1.0").taking("slip"),
                            Part.of("pack", "1.0").taking("box"))));
    FlowId id =
        lab.given(
            whole,
            done("charge", "{\"receipt\":\"r\"}"),
            done("ship", "{\"slip\":\"s\",\"box\":\"b\"}"));
    AtomRecord was = lab.atom(id, "ship");
    assertThat(lab.migrate(id, parts, split)).isInstanceOf(Outcome.Migrated.class);
    undoing.write(id, FlowState.RUNNING);

    assertThat(grade(undoing.undo(split).undo(id))).isEqualTo(Grade.RESTORE);
    assertThat(lab.atom(id, "ship")).isEqualTo(was);
    assertThat(lab.stored(id).touched()).hasSize(2);
    assertThat(lab.atom(id, "charge").state()).isEqualTo(AtomState.SUCCESS);
  }
}
