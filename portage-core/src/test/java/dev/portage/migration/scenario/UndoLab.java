package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.OnDone;
import dev.portage.migration.Outcome;
import dev.portage.migration.Undo;
import dev.portage.migration.UndoOutcome;
import dev.portage.migration.UndoOutcome.Grade;
import dev.portage.migration.UndoOutcome.Refused;
import dev.portage.migration.UndoOutcome.Undone;
import dev.portage.migration.WaysBack;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.RecordJson;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Flows that were migrated, and what is taken back of that. */
final class UndoLab {
  final Lab lab = new Lab();
  final Task charge = lab.task("charge", List.of(), List.of("receipt"));
  final Task chargeCard = lab.task("charge-card", List.of(), List.of("receipt")).version(2, 0);
  final Task ship = lab.task("ship", List.of("receipt"), List.of("slip"));
  final Task notify = lab.task("notify", List.of("slip"), List.of());
  final Flow old = linear(charge, lab.task("audit"), ship);
  final Flow now = linear(chargeCard, ship, notify);

  /** Renames, maps with a way back, drops; rules add. */
  static final Migrations LENS =
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

  /** The same, and the map has no way back. */
  static final Migrations ONE_WAY =
      book(
          b ->
              b.step(
                  "by-card",
                  s ->
                      s.rename("charge", "charge-card")
                          .version("charge-card", "1.0", "2.0", out -> out.put("network", "x"))
                          .drop("audit", OnDone.FORGET)));

  /** An old flow that is about to ship. */
  FlowId halfDone() {
    return lab.given(old, done("charge", "{\"receipt\" : \"r-1\"}"), done("audit"));
  }

  FlowId migrated(FlowId id, Migrations migrations) {
    return migrated(id, now, migrations);
  }

  FlowId migrated(FlowId id, Flow code, Migrations migrations) {
    assertThat(lab.migrate(id, code, migrations)).isInstanceOf(Outcome.Migrated.class);
    return id;
  }

  /** An engine has gone on with it. */
  void write(FlowId id, FlowState state, AtomRecord... rows) {
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

  Undo undo(Migrations migrations) {
    return new Undo(lab.store, migrations, new Migrator.Who("lab, undo", lab.clock));
  }

  static Grade grade(UndoOutcome outcome) {
    assertThat(outcome).isInstanceOf(Undone.class);
    return ((Undone) outcome).grade();
  }

  /** Why it is refused, now and beforehand; nothing has changed. */
  String refused(FlowId id, Migrations migrations) {
    UndoOutcome preview = new WaysBack(lab.store, migrations).of(id, lab.clock.instant());
    String why = refused(id, undo(migrations));
    assertThat(preview).isEqualTo(new Refused(List.of(why)));
    return why;
  }

  String refused(FlowId id, Undo undo) {
    String before = lab.image();
    UndoOutcome outcome = undo.undo(id);
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(lab.image()).as("the store, byte for byte").isEqualTo(before);
    return String.join("; ", ((Refused) outcome).reasons());
  }

  /** What a flow is, but for revision, token and time: what an undo gives back. */
  String image(FlowId id) {
    ObjectNode image = RecordJson.write(lab.stored(id));
    image.remove("revision");
    image.remove("changed");
    return image.toString();
  }

  List<JournalEntry> journal(FlowId id) {
    return lab.journal(id);
  }
}
