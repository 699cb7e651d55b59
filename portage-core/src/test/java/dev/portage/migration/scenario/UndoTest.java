package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.UndoLab.LENS;
import static dev.portage.migration.scenario.UndoLab.ONE_WAY;
import static dev.portage.migration.scenario.UndoLab.grade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.Outcome;
import dev.portage.migration.Undo;
import dev.portage.migration.UndoOutcome;
import dev.portage.migration.UndoOutcome.Busy;
import dev.portage.migration.UndoOutcome.Grade;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.RunId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Going back: exactly, or not at all. */
class UndoTest {
  private final UndoLab undoing = new UndoLab();
  private final Lab lab = undoing.lab;

  @Test
  void aFlowThatHasNotGoneOnBecomesExactlyWhatItWas() {
    FlowId id = undoing.halfDone();
    String before = undoing.image(id);
    undoing.migrated(id, ONE_WAY);
    assertThat(undoing.image(id)).isNotEqualTo(before);
    long token = lab.stored(id).header().lease().token();

    // no book is needed for that, so it works for whatever code the migration was made of
    assertThat(grade(undoing.undo(Lab.noBook()).undo(id))).isEqualTo(Grade.RESTORE);

    assertThat(undoing.image(id)).isEqualTo(before);
    assertThat(lab.stored(id).header().lease().token()).isGreaterThan(token);
  }

  @Test
  void anUndoIsJournalledWithWhatItTookBack() {
    FlowId id = undoing.migrated(undoing.halfDone(), LENS);
    JournalEntry migration = lab.journal(id).get(0);
    Undo undo = undoing.undo(LENS);

    undo.undo(id);

    JournalEntry entry = lab.journal(id).get(1);
    assertThat(entry.made())
        .isEqualTo(
            new JournalEntry.Made(
                lab.clock.instant(), "lab, undo", undo.run(), migration.revision()));
    assertThat(entry.steps()).containsExactly("undo of " + migration.made().run() + ", restore");
    assertThat(entry.from()).isEqualTo(migration.to());
    assertThat(entry.to()).isEqualTo(migration.from());
  }

  @Test
  void aFlowThatHasFinishedStaysFinished() throws InterruptedException {
    FlowId id = undoing.halfDone();
    assertThat(lab.resume(id, undoing.now, LENS).state()).isEqualTo(FlowState.SUCCESS);

    assertThat(undoing.refused(id, LENS)).isEqualTo("it has finished since: SUCCESS");
  }

  @Test
  void aFlowThatWasNeverMigratedSaysSo() {
    assertThat(undoing.refused(undoing.halfDone(), undoing.undo(LENS)))
        .isEqualTo("no migration of it stands in the journal");
    assertThat(undoing.undo(LENS).undo(FlowId.of("nobody")))
        .isInstanceOf(UndoOutcome.NotFound.class);
  }

  @Test
  void aFlowThatSomebodyDrivesIsLeftAlone() {
    FlowId id = undoing.migrated(undoing.halfDone(), LENS);
    FlowHeader header = lab.stored(id).header();
    lab.store.claim(
        id,
        header.revision(),
        new LeaseChange.Claim(
            "worker-3", lab.clock.instant(), lab.clock.instant().plusSeconds(60)));
    String before = lab.image();

    assertThat(undoing.undo(LENS).undo(id))
        .isEqualTo(new Busy("worker-3", lab.clock.instant().plusSeconds(60)));
    assertThat(lab.image()).isEqualTo(before);
  }

  @Test
  void theLastMigrationIsTakenBackFirstAndEachExactly() {
    FlowId id = undoing.halfDone();
    String first = undoing.image(id);
    undoing.migrated(id, LENS);
    String second = undoing.image(id);
    Flow third =
        linear(
            undoing.chargeCard,
            lab.task("send", List.of("receipt"), List.of("slip")),
            undoing.notify);
    Migrations more =
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
                    .step("send", s -> s.after("by-card").rename("ship", "send")));
    assertThat(lab.migrate(id, third, more)).isInstanceOf(Outcome.Migrated.class);
    RunId one = lab.journal(id).get(0).made().run();
    RunId two = lab.journal(id).get(1).made().run();

    assertThat(undoing.refused(id, undoing.undo(more).only(one)))
        .isEqualTo("it was migrated again since, under run " + two + "; undo that first");
    assertThat(grade(undoing.undo(more).only(two).undo(id))).isEqualTo(Grade.RESTORE);
    assertThat(undoing.image(id)).isEqualTo(second);
    assertThat(grade(undoing.undo(more).only(one).undo(id))).isEqualTo(Grade.RESTORE);
    assertThat(undoing.image(id)).isEqualTo(first);
    assertThat(undoing.refused(id, more)).isEqualTo("no migration of it stands in the journal");
    assertThat(undoing.refused(id, undoing.undo(more).only(new RunId("elsewhere"))))
        .isEqualTo("no migration of it stands in the journal");
  }

  @Test
  void whatWasUndoneCanBeMigratedAndUndoneAgain() {
    FlowId id = undoing.halfDone();
    String before = undoing.image(id);
    for (int i = 0; i < 3; i++) {
      undoing.migrated(id, LENS);
      assertThat(grade(undoing.undo(LENS).undo(id))).isEqualTo(Grade.RESTORE);
      assertThat(undoing.image(id)).isEqualTo(before);
    }
  }

  @Test
  void whatAnEngineMigratedAsItResumedIsUndoneToo() throws InterruptedException {
    Task stops =
        Task.named("ship")
            .requires(Lab.slot("receipt"))
            .provides(Lab.slot("slip"))
            .execute(
                in -> {
                  throw new IllegalStateException("no parcel");
                });
    FlowId id = undoing.halfDone();
    Flow broken = linear(undoing.chargeCard, stops, undoing.notify);
    lab.resume(id, broken, LENS);
    RunId run = lab.journal(id).get(0).made().run();
    assertThat(lab.store.flowsOf(run)).containsExactly(id);
    // the flow reverted to its end: nothing is left to go back for
    assertThat(undoing.refused(id, undoing.undo(LENS).only(run)))
        .startsWith("it has finished since");
  }
}
