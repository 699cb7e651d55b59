package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.UndoLab.grade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.UndoOutcome.Grade;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is taken back of migrations that changed slots, inputs and metadata. */
class UndoneInputsTest {
  private static final Migrations VOLUMES =
      book(
          b ->
              b.step(
                  "volumes",
                  s ->
                      s.renameSlot("make", "vol", "volume")
                          .renameInput("size", "gigabytes")
                          .supply("zone", "eu")
                          .supplyFrom("quote", "price")
                          .drop("quote")
                          .setMeta("tenant", "acme")));

  private final UndoLab undo = new UndoLab();
  private final Lab lab = undo.lab;

  private final Flow old =
      linear(
          lab.task("make", List.of("size"), List.of("vol")),
          lab.task("quote", List.of(), List.of("price")),
          lab.task("pay", List.of("price"), List.of()),
          lab.task("use", List.of("vol"), List.of()));
  private final Flow now =
      linear(
          lab.task("make", List.of("gigabytes"), List.of("volume")),
          lab.task("pay", List.of("price"), List.of()),
          lab.task("use", List.of("volume"), List.of()));

  private FlowId half() {
    lab.inputs("{\"size\":7.50}");
    return lab.given(old, done("make", "{\"vol\":7}"), done("quote", "{\"price\":1.50}"));
  }

  @Test
  void aFlowThatHasNotGoneOnHasItsInputsAndMetadataAgain() {
    FlowId id = half();
    String before = undo.image(id);
    undo.migrated(id, now, VOLUMES);
    assertThat(undo.image(id)).contains("gigabytes", "zone", "price", "tenant");
    assertThat(grade(undo.undo(VOLUMES).undo(id))).isEqualTo(Grade.RESTORE);
    assertThat(undo.image(id)).isEqualTo(before);
  }

  @Test
  void aFlowThatHasGoneOnHasThemToo() throws InterruptedException {
    FlowId id = undo.migrated(half(), now, VOLUMES);
    undo.write(id, FlowState.SUSPENDED, done("pay"));
    assertThat(grade(undo.undo(VOLUMES).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.stored(id).header().inputs().tree().toString()).isEqualTo("{\"size\":7.50}");
    assertThat(lab.stored(id).header().meta().tree().toString()).isEqualTo("{}");
    assertThat(lab.output(id, "make")).isEqualTo("{\"vol\":7}");
    assertThat(lab.resume(id, old, Lab.noBook()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("use");
  }

  @Test
  void whatWasUndoneByATaskCannotBeTakenBack() throws InterruptedException {
    Migrations refunded = book(b -> b.step("s", s -> s.dropCompensating("charge", "refund")));
    Flow charged =
        linear(lab.undoable(lab.task("charge", List.of(), List.of("receipt"))), lab.task("mail"));
    Task refund = Task.named("refund").optional(Lab.slot("receipt")).run(in -> lab.ran.add("back"));
    Flow back = linear(refund, lab.task("mail"));
    FlowId early = lab.given(charged, done("charge", "{\"receipt\":1}"));
    String before = undo.image(early);
    undo.migrated(early, back, refunded);
    assertThat(grade(undo.undo(refunded).undo(early))).isEqualTo(Grade.RESTORE);
    assertThat(undo.image(early)).isEqualTo(before);

    FlowId late = lab.given(charged, done("charge", "{\"receipt\":1}"));
    undo.migrated(late, back, refunded);
    undo.write(late, FlowState.SUSPENDED, done("refund"));
    assertThat(undo.refused(late, refunded)).contains("UNDO01");
  }
}
