package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.Outcome;
import dev.portage.migration.Part;
import dev.portage.migration.Undo;
import dev.portage.migration.UndoOutcome;
import dev.portage.migration.UndoOutcome.Busy;
import dev.portage.migration.UndoOutcome.Grade;
import dev.portage.migration.UndoOutcome.Refused;
import dev.portage.migration.UndoOutcome.Undone;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.RunId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Going back: exactly, by inverses, or not at all. */
class UndoTest {
  private final Lab lab = new Lab();

  private final Task charge = lab.task("charge", List.of(), List.of("receipt"));
  private final Task ship = lab.task("ship", List.of("receipt"), List.of("slip"));
  private final Task audit = lab.task("audit");
  private final Task chargeCard =
      lab.task("charge-card", List.of(), List.of("receipt")).version(2, 0);
  private final Flow old = linear(charge, audit, ship);
  private final Flow now = linear(chargeCard, ship, lab.task("notify", List.of("slip"), List.of()));

  /** Renames, maps with a way back, drops, and adds. */
  private static final Migrations LENS =
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
                          .drop("audit", OnDone.FORGET)));

  /** The same without a way back of the map. */
  private static final Migrations ONE_WAY =
      book(
          b ->
              b.step(
                  "by-card",
                  s ->
                      s.rename("charge", "charge-card")
                          .version("charge-card", "1.0", "2.0", out -> out.put("network", "x"))
                          .drop("audit", OnDone.FORGET)));

  private FlowId halfDone() {
    return lab.given(old, done("charge", "{\"receipt\" : \"r-1\"}"), done("audit"));
  }

  private FlowId migrated(FlowId id, Migrations migrations) {
    assertThat(lab.migrate(id, now, migrations)).isInstanceOf(Outcome.Migrated.class);
    return id;
  }

  private void write(FlowId id, FlowState state, AtomRecord... rows) {
    FlowHeader header = lab.stored(id).header();
    lab.store
        .commit(
            new FlowWrite(
                header.key(),
                FlowWrite.Expected.of(header),
                FlowWrite.Head.of(state),
                List.of(rows),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
  }

  private static Grade grade(UndoOutcome outcome) {
    assertThat(outcome).isInstanceOf(Undone.class);
    return ((Undone) outcome).grade();
  }

  private String refused(FlowId id, Undo undo) {
    String before = lab.image();
    UndoOutcome preview = undo.preview(id);
    UndoOutcome outcome = undo.undo(id);
    assertThat(outcome).isInstanceOf(Refused.class).isEqualTo(preview);
    assertThat(lab.image()).as("the store, byte for byte").isEqualTo(before);
    return String.join("; ", ((Refused) outcome).reasons());
  }

  @Test
  void aFlowThatHasNotGoneOnBecomesExactlyWhatItWas() {
    FlowId id = halfDone();
    String before = lab.image(id);
    migrated(id, ONE_WAY);
    assertThat(lab.image(id)).isNotEqualTo(before);
    long token = lab.stored(id).header().lease().token();

    // no book is needed for that, so it works for whatever code the migration was made of
    assertThat(grade(lab.undo(Lab.noBook()).undo(id))).isEqualTo(Grade.RESTORE);

    assertThat(lab.image(id)).isEqualTo(before);
    assertThat(lab.stored(id).header().lease().token()).isGreaterThan(token);
  }

  @Test
  void anUndoIsJournalledWithWhatItTookBack() {
    FlowId id = migrated(halfDone(), LENS);
    JournalEntry migration = lab.journal(id).get(0);
    Undo undo = lab.undo(LENS);

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
  void aFlowThatHasGoneOnGoesBackByInverses() throws InterruptedException {
    FlowId id = migrated(halfDone(), LENS);
    write(id, FlowState.SUSPENDED, done("ship", "{\"slip\":\"s-1\"}"));

    assertThat(grade(lab.undo(LENS).preview(id))).isEqualTo(Grade.LENS);
    assertThat(grade(lab.undo(LENS).undo(id))).isEqualTo(Grade.LENS);

    assertThat(lab.output(id, "charge")).isEqualTo("{\"receipt\":\"r-1\"}");
    assertThat(lab.atom(id, "charge").execution().version()).isEqualTo("1.0");
    assertThat(lab.atom(id, "audit")).isEqualTo(done("audit"));
    assertThat(lab.output(id, "ship")).isEqualTo("{\"slip\":\"s-1\"}");
    assertThat(lab.stored(id).shape()).isEqualTo(Shape.of(old));
    assertThat(lab.resume(id, old, Lab.noBook()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).as("nothing ran twice").isEmpty();
  }

  @Test
  void whatTheMigrationAddedMustHaveDoneNothing() {
    FlowId id = migrated(halfDone(), LENS);
    write(id, FlowState.SUSPENDED, done("ship", "{\"slip\":\"s-1\"}"), running("notify"));

    assertThat(refused(id, lab.undo(LENS)))
        .isEqualTo("UNDO01 notify was added by the migration, and is RUNNING since");
  }

  @Test
  void aMapWithoutAWayBackIsTakenBackOnlyWhereNothingHasHappenedSince() {
    FlowId id = migrated(halfDone(), ONE_WAY);
    write(id, FlowState.SUSPENDED, done("ship", "{\"slip\":\"s-1\"}"));
    assertThat(grade(lab.undo(ONE_WAY).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.output(id, "charge")).isEqualTo("{\"receipt\":\"r-1\"}");

    FlowId ran = migrated(lab.given(old), ONE_WAY);
    write(ran, FlowState.SUSPENDED, done("charge-card", "{\"receipt\":\"r-2\"}"));
    assertThat(refused(ran, lab.undo(ONE_WAY)))
        .isEqualTo(
            "UNDO01 charge-card is not what 'version charge-card 1.0 -> 2.0, output mapped' left,"
                + " and that names no way back");
  }

  @Test
  void whatWasDroppedBeforeItRanMustNotComeBackTooLate() {
    FlowId id = migrated(lab.given(old), LENS);
    write(
        id,
        FlowState.SUSPENDED,
        done("charge-card", "{\"receipt\":\"r-1\"}"),
        done("ship", "{\"slip\":\"s-1\"}"));

    assertThat(refused(id, lab.undo(LENS)))
        .isEqualTo("LATE01 audit is new and stands before ship, which this flow is past");
  }

  @Test
  void aFlowThatHasFinishedStaysFinished() throws InterruptedException {
    FlowId id = halfDone();
    assertThat(lab.resume(id, now, LENS).state()).isEqualTo(FlowState.SUCCESS);

    assertThat(refused(id, lab.undo(LENS))).isEqualTo("it has finished since: SUCCESS");
  }

  @Test
  void aFlowThatWasNeverMigratedSaysSo() {
    assertThat(refused(halfDone(), lab.undo(LENS)))
        .isEqualTo("no migration of it stands in the journal");
    assertThat(lab.undo(LENS).undo(FlowId.of("nobody"))).isInstanceOf(UndoOutcome.NotFound.class);
  }

  @Test
  void onlyTheBookThatMigratedSaysHowToGoBack() {
    FlowId id = migrated(halfDone(), LENS);
    write(id, FlowState.SUSPENDED, done("ship", "{\"slip\":\"s-1\"}"));

    assertThat(refused(id, lab.undo(Lab.noBook())))
        .contains("this code has no migration book for 'order'");
    assertThat(refused(id, lab.undo(book(b -> {}))))
        .contains("step by-card is not in this code's book");
    assertThat(
            refused(
                id, lab.undo(book(b -> b.step("by-card", s -> s.rename("charge", "charge-card"))))))
        .contains("this code's book no longer does what was done to it: step by-card");
  }

  @Test
  void aStepThatCameLaterDoesNotMatter() {
    FlowId id = migrated(halfDone(), LENS);
    write(id, FlowState.SUSPENDED, done("ship", "{\"slip\":\"s-1\"}"));
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

    assertThat(grade(lab.undo(grown).undo(id))).isEqualTo(Grade.LENS);
  }

  @Test
  void aFlowThatSomebodyDrivesIsLeftAlone() {
    FlowId id = migrated(halfDone(), LENS);
    FlowHeader header = lab.stored(id).header();
    lab.store.claim(
        id,
        header.revision(),
        new LeaseChange.Claim(
            "worker-3", lab.clock.instant(), lab.clock.instant().plusSeconds(60)));
    String before = lab.image();

    assertThat(lab.undo(LENS).undo(id))
        .isEqualTo(new Busy("worker-3", lab.clock.instant().plusSeconds(60)));
    assertThat(lab.image()).isEqualTo(before);
  }

  @Test
  void theLastMigrationIsTakenBackFirstAndEachExactly() {
    FlowId id = halfDone();
    String first = lab.image(id);
    migrated(id, LENS);
    String second = lab.image(id);
    Flow third =
        linear(
            chargeCard,
            lab.task("send", List.of("receipt"), List.of("slip")),
            lab.task("notify", List.of("slip"), List.of()));
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

    assertThat(refused(id, lab.undo(more).only(one)))
        .isEqualTo("it was migrated again since, under run " + two + "; undo that first");
    assertThat(grade(lab.undo(more).only(two).undo(id))).isEqualTo(Grade.RESTORE);
    assertThat(lab.image(id)).isEqualTo(second);
    assertThat(grade(lab.undo(more).only(one).undo(id))).isEqualTo(Grade.RESTORE);
    assertThat(lab.image(id)).isEqualTo(first);
    assertThat(refused(id, lab.undo(more))).isEqualTo("no migration of it stands in the journal");
    assertThat(refused(id, lab.undo(more).only(new RunId("elsewhere"))))
        .isEqualTo("no migration of it stands in the journal");
  }

  @Test
  void whatWasUndoneCanBeMigratedAndUndoneAgain() {
    FlowId id = halfDone();
    String before = lab.image(id);
    for (int i = 0; i < 3; i++) {
      migrated(id, LENS);
      assertThat(grade(lab.undo(LENS).undo(id))).isEqualTo(Grade.RESTORE);
      assertThat(lab.image(id)).isEqualTo(before);
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
    FlowId id = halfDone();
    Flow broken = linear(chargeCard, stops, lab.task("notify", List.of("slip"), List.of()));
    lab.resume(id, broken, LENS);
    RunId run = lab.journal(id).get(0).made().run();
    assertThat(lab.store.flowsOf(run)).containsExactly(id);
    // the flow reverted to its end: nothing is left to go back for
    assertThat(refused(id, lab.undo(LENS).only(run))).startsWith("it has finished since");
  }

  @Test
  void aSplitWithoutAWayBackIsTakenBackWhileItsPartsAreAsTheyWere() {
    Flow whole = linear(charge, lab.task("ship", List.of("receipt"), List.of("slip", "box")));
    Flow parts =
        linear(
            charge,
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
    write(id, FlowState.RUNNING);

    assertThat(grade(lab.undo(split).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.atom(id, "ship")).isEqualTo(was);
    assertThat(lab.stored(id).touched()).hasSize(2);
    assertThat(lab.atom(id, "charge").state()).isEqualTo(AtomState.SUCCESS);
  }
}
