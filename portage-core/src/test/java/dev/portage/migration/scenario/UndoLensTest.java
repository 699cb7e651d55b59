package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.UndoLab.grade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.OutputMap;
import dev.portage.migration.Part;
import dev.portage.migration.UndoOutcome.Grade;
import dev.portage.migration.WhenMixed;
import dev.portage.migration.Whole;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The way back of each operation, in flows that have gone on. */
class UndoLensTest {
  private static final String RECEIPT = "{\"receipt\":\"r\"}";

  private final UndoLab undoing = new UndoLab();
  private final Lab lab = undoing.lab;
  private final Task parcel = lab.task("parcel", List.of("receipt"), List.of("slip", "box"));
  private final Task pick = lab.task("pick", List.of("receipt"), List.of("slip"));
  private final Task pack = lab.task("pack", List.of("slip"), List.of("box"));
  private final Task mail = lab.task("mail", List.of("box"), List.of());
  private final Flow whole = linear(undoing.charge, parcel, mail);
  private final Flow parts = linear(undoing.charge, pick, pack, mail);

  private static final Migrations SPLIT =
      book(
          b ->
              b.step(
                  "split",
                  s ->
                      s.split(
                          "parcel",
                          Part.of("pick", "1.0").taking("slip").inherits(),
                          Part.of("pack", "1.0")
                              .output(
                                  (old, part) ->
                                      part.put("box", "new " + old.get("box").asString()))
                              .back(
                                  (part, old) ->
                                      old.put("box", part.get("box").asString().substring(4))))));

  private static final Migrations MERGE =
      book(b -> b.step("merge", s -> s.merge(List.of("pick", "pack"), Whole.of("parcel", "1.0"))));

  @Test
  void partsThatHaveRunSinceAreTheWholeAgain() {
    FlowId id = undoing.migrated(lab.given(whole, done("charge", RECEIPT)), parts, SPLIT);
    undoing.write(
        id,
        FlowState.SUSPENDED,
        done("pick", "{\"slip\":\"s\"}"),
        done("pack", "{\"box\":\"new b\"}"));

    assertThat(grade(undoing.undo(SPLIT).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.output(id, "parcel")).isEqualTo("{\"slip\":\"s\",\"box\":\"b\"}");
    assertThat(lab.atom(id, "parcel").execution().idempotencyKey()).isEqualTo("key-pick");
    assertThat(lab.stored(id).touched()).hasSize(2);
  }

  @Test
  void partsOfWhichOnlyOneHasRunHaveNoWayBack() {
    FlowId id = undoing.migrated(lab.given(whole, done("charge", RECEIPT)), parts, SPLIT);
    undoing.write(id, FlowState.SUSPENDED, done("pick", "{\"slip\":\"s\"}"));

    assertThat(undoing.refused(id, SPLIT)).startsWith("MIX01 parcel is merged of pick (SUCCESS)");
  }

  @Test
  void whatWasDoneBeforeTheSplitComesBackWithItsKeyAndItsBytes() {
    FlowId id =
        lab.given(
            whole, done("charge", RECEIPT), done("parcel", "{ \"box\":\"b\", \"slip\":\"s\" }"));
    AtomRecord before = lab.atom(id, "parcel");
    undoing.migrated(id, parts, SPLIT);
    undoing.write(id, FlowState.SUSPENDED, done("mail"));

    assertThat(grade(undoing.undo(SPLIT).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.atom(id, "parcel")).isEqualTo(before);
  }

  @Test
  void aMergedTaskThatHasRunSinceIsItsPartsAgain() {
    FlowId id = undoing.migrated(lab.given(parts, done("charge", RECEIPT)), whole, MERGE);
    undoing.write(id, FlowState.SUSPENDED, done("parcel", "{\"slip\":\"s\",\"box\":\"b\"}"));

    assertThat(grade(undoing.undo(MERGE).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.output(id, "pick")).isEqualTo("{\"slip\":\"s\"}");
    assertThat(lab.output(id, "pack")).isEqualTo("{\"box\":\"b\"}");
  }

  @Test
  void aMergeWithAMapGoesBackByTheOther() {
    Migrations mapped =
        book(
            b ->
                b.step(
                    "merge",
                    s ->
                        s.merge(
                            List.of("pick", "pack"),
                            Whole.of("parcel", "1.0")
                                .output(
                                    (old, now) -> {
                                      now.set("slip", old.path("pick").path("slip"));
                                      now.set("box", old.path("pack").path("box"));
                                    })
                                .back(
                                    (now, old) -> {
                                      old.putObject("pick").set("slip", now.get("slip"));
                                      old.putObject("pack").set("box", now.get("box"));
                                    }))));
    FlowId id = undoing.migrated(lab.given(parts, done("charge", RECEIPT)), whole, mapped);
    undoing.write(id, FlowState.SUSPENDED, done("parcel", "{\"slip\":\"s\",\"box\":\"b\"}"));

    assertThat(grade(undoing.undo(mapped).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.output(id, "pick")).isEqualTo("{\"slip\":\"s\"}");
    assertThat(lab.output(id, "pack")).isEqualTo("{\"box\":\"b\"}");
  }

  @Test
  void whatWasMergedOfDoneAndNotDoneIsNotTakenForDone() {
    Migrations mixed =
        book(
            b ->
                b.step(
                    "merge",
                    s ->
                        s.merge(
                            List.of("pick", "pack"),
                            Whole.of("parcel", "1.0")
                                .whenMixed(
                                    WhenMixed.asDone(
                                        (old, now) -> {
                                          now.put("slip", "s");
                                          now.put("box", "none");
                                        })))));
    FlowId id =
        undoing.migrated(
            lab.given(parts, done("charge", RECEIPT), done("pick", "{\"slip\":\"s\"}")),
            whole,
            mixed);
    undoing.write(id, FlowState.SUSPENDED, done("mail"));

    assertThat(grade(undoing.undo(mixed).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.atom(id, "pick").state()).isEqualTo(AtomState.SUCCESS);
    assertThat(lab.atom(id, "pack").state()).isEqualTo(AtomState.PENDING);
  }

  @Test
  void whatWasResetAndHasNotRunAgainIsDoneAsItWas() {
    Migrations reset = book(b -> b.step("again", s -> s.allow("RERUN02", "safe").reset("charge")));
    FlowId id = lab.given(whole, done("charge", RECEIPT));
    AtomRecord before = lab.atom(id, "charge");
    undoing.migrated(id, whole, reset);
    assertThat(lab.atom(id, "charge").state()).isEqualTo(AtomState.PENDING);
    undoing.write(id, FlowState.SUSPENDED, done("mail"));

    assertThat(grade(undoing.undo(reset).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.atom(id, "charge")).isEqualTo(before);
  }

  @Test
  void aSlotThatGotAnotherNameAndAnInputThatWasSuppliedAreWhatTheyWere() {
    Task paid = lab.task("charge", List.of(), List.of("payment"));
    Flow other = linear(paid, lab.task("ship", List.of("payment"), List.of()));
    Flow old = linear(undoing.charge, lab.task("ship", List.of("receipt"), List.of()));
    ObjectNode more = Lab.object("{\"x\":1}");
    Migrations named =
        book(
            b ->
                b.step(
                    "payment",
                    s -> s.renameSlot("charge", "receipt", "payment").supply("more", more)));
    FlowId id = lab.inputs("{\"order\" : 7}").given(old, done("charge", RECEIPT));
    AtomRecord before = lab.atom(id, "charge");
    Payload inputs = lab.stored(id).header().inputs();
    undoing.migrated(id, other, named);
    assertThat(undoing.image(id)).contains("payment", "more");
    AtomRecord ship = done("ship");
    undoing.write(id, FlowState.SUSPENDED, ship);

    assertThat(grade(undoing.undo(named).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.stored(id).touched().values()).containsExactly(before, ship);
    assertThat(lab.stored(id).header().inputs()).isEqualTo(inputs);
  }

  @Test
  void aVersionThatKeepsTheOutputKeepsItBothWays() {
    Flow old = linear(undoing.charge, undoing.ship);
    Flow minor = linear(undoing.charge.version(1, 1), undoing.ship.version(2, 0));
    Migrations same =
        book(b -> b.step("same", s -> s.version("ship", "1.0", "2.0", OutputMap.SAME)));
    FlowId id = undoing.migrated(lab.given(old), minor, same);
    undoing.write(
        id, FlowState.SUSPENDED, done("charge", RECEIPT), done("ship", "{\"slip\":\"s\"}"));

    assertThat(grade(undoing.undo(same).undo(id))).isEqualTo(Grade.LENS);
    assertThat(lab.output(id, "ship")).isEqualTo("{\"slip\":\"s\"}");
    assertThat(lab.stored(id).shape()).isEqualTo(Shape.of(old));
  }
}
