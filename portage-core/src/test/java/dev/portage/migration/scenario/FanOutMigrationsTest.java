package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.FanOutLab.ITEM;
import static dev.portage.migration.scenario.FanOutLab.ITEMS;
import static dev.portage.migration.scenario.FanOutLab.head;
import static dev.portage.migration.scenario.FanOutLab.item;
import static dev.portage.migration.scenario.FanOutLab.shipped;
import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.noBook;
import static dev.portage.migration.scenario.Lab.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.Part;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flows with a fan-out in flight, and what another release makes of them. */
@Timeout(60)
class FanOutMigrationsTest {
  private static final Migrations STANDARD = book(b -> {});

  private final FanOutLab given = new FanOutLab();
  private final Lab lab = given.lab;

  /** All of it is done, and stored another slot than the reader needs by now. */
  @Test
  void aReaderOfAFanOutIsContentIfEachItemStoredTheSlot() throws InterruptedException {
    Flow old = linear(given.ship(), lab.task("pack"), lab.task("post"));
    Flow now = linear(given.ship(), lab.task("pack"), given.post());
    AtomRecord[] rows = {head("ship", AtomState.SUCCESS, "a", "b"), shipped("a"), shipped("b")};
    FlowId id = lab.given(old, rows);
    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("pack", "post [La, Lb]");
  }

  @Test
  void anItemThatLacksTheSlotIsNamed() throws InterruptedException {
    Flow old = linear(given.ship(), lab.task("pack"), lab.task("post"));
    Flow now = linear(given.ship(), lab.task("pack"), given.post());
    AtomRecord bare = item(done("ship", "{\"tag\":\"Lb\"}"), "b");
    FlowId id = lab.given(old, head("ship", AtomState.SUCCESS, "a", "b"), shipped("a"), bare);
    Lab.Refusal refusal = lab.refused(id, now, STANDARD);
    assertThat(refusal.errors()).containsExactly("DATA01 post");
    assertThat(refusal.message()).contains("is done, but ship[b] stored 'tag'");
  }

  @Test
  void anEmptyFanOutLacksNothing() throws InterruptedException {
    lab.inputs("{\"items\":[]}");
    Flow old = linear(given.ship(), lab.task("pack"), lab.task("post"));
    FlowId id = lab.given(old, head("ship", AtomState.SUCCESS));
    Flow now = linear(given.ship(), lab.task("pack"), given.post());
    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("pack", "post []");
  }

  @Test
  void aNewTaskBeforeAFanOutOfWhichOneItemIsDoneIsLate() throws InterruptedException {
    Flow old = linear(given.ship(), given.post());
    Flow now = linear(lab.task("check"), given.ship(), given.post());
    FlowId begun = lab.given(old, head("ship", AtomState.PENDING, "a", "b"), shipped("a"));
    FlowId keysOnly = lab.given(old, head("ship", AtomState.PENDING, "a", "b"));
    assertThat(lab.refused(begun, now, STANDARD).errors()).containsExactly("LATE01 check");
    assertThat(lab.resume(keysOnly, now, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("check", "ship a", "ship b", "post [La, Lb]");
  }

  @Test
  void aRevertThatIsGoneIsMissedWhereAnItemIsDone() throws InterruptedException {
    Flow old = linear(lab.undoable(given.ship()), given.post());
    Flow now = linear(given.ship(), given.post());
    FlowId begun = lab.given(old, head("ship", AtomState.PENDING, "a", "b"), shipped("a"));
    Outcome outcome = lab.migrate(begun, now, book(b -> b.step("s", s -> s.reset("post"))));
    assertThat(((Outcome.Migrated) outcome).findings())
        .extracting(Finding::code)
        .contains(FindingCode.LEAK01);
  }

  @Test
  void aFanOutBecomesOneTaskOnlyBeforeItBegan() throws InterruptedException {
    Flow many = linear(given.ship());
    Flow one = linear(Task.named("ship").run(in -> lab.ran.add("ship at once")));
    FlowId begun = lab.given(many, head("ship", AtomState.PENDING, "a", "b"), shipped("a"));
    FlowId keysOnly = lab.given(many, head("ship", AtomState.PENDING, "a", "b"));
    for (Migrations migrations : List.of(noBook(), STANDARD)) {
      Lab.Refusal refusal = lab.refused(begun, one, migrations);
      assertThat(refusal.errors()).containsExactly("KIND01 ship");
      assertThat(refusal.message()).contains("the code has it as one task", "another name");
    }
    assertThat(lab.resume(keysOnly, one, noBook()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship at once");
    assertThat(lab.atom(keysOnly, "ship").meta()).isNull();
  }

  @Test
  void oneTaskBecomesAFanOutOnlyBeforeItBegan() throws InterruptedException {
    Flow one = linear(lab.task("ship"), lab.task("end"));
    Flow many = linear(given.ship(), lab.task("end"));
    FlowId begun = lab.given(one, done("ship"));
    FlowId untouched = lab.given(one);
    for (Migrations migrations : List.of(noBook(), STANDARD)) {
      assertThat(lab.refused(begun, many, migrations).errors()).containsExactly("KIND01 ship");
    }
    assertThat(lab.resume(untouched, many, noBook()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship a", "ship b", "end");
  }

  @Test
  void aResetRunsEachItemAgainUnderItsKey() throws InterruptedException {
    Flow flow = linear(given.ship().sideEffects(false), given.post());
    AtomRecord[] rows = {head("ship", AtomState.SUCCESS, "a", "b"), shipped("a"), shipped("b")};
    FlowId id = lab.given(flow, rows);
    Migrations reset = book(b -> b.step("again", s -> s.reset("ship")));
    assertThat(lab.resume(id, flow, reset).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship a", "ship b", "post [La, Lb]");
    assertThat(given.item(id, "ship", "a").execution().attempts()).isEqualTo(2);
  }

  @Test
  void aDropTakesAllRowsAwayAndAsksAboutItems() throws InterruptedException {
    Flow old = linear(lab.undoable(given.ship()), lab.task("end"));
    Flow now = linear(lab.task("end"));
    Migrations drop = book(b -> b.step("drop", s -> s.drop("ship")));
    FlowId begun = lab.given(old, head("ship", AtomState.PENDING, "a", "b"), shipped("a"));
    assertThat(lab.refused(begun, now, drop).errors()).contains("LEAK01 ship");
    FlowId empty = lab.given(old, head("ship", AtomState.SUCCESS));
    assertThat(lab.resume(empty, now, drop).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.stored(empty).touched()).containsOnlyKeys(AtomName.of("end"));
  }

  @Test
  void aMapActsOnItemsAlone() throws InterruptedException {
    Flow old = linear(given.ship(), given.post());
    Flow now = linear(given.ship().version(2, 0), given.post());
    AtomRecord[] rows = {head("ship", AtomState.PENDING, "a", "b"), shipped("a")};
    FlowId id = lab.given(old, rows);
    Migrations map =
        book(
            b ->
                b.step(
                    "map",
                    s ->
                        s.version(
                            "ship",
                            "1.0",
                            "2.0",
                            out -> out.put("label", "new " + out.get("label").asString()))));
    assertThat(lab.resume(id, now, map).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship b", "post [new La, Lb]");
    assertThat(lab.atom(id, "ship").execution().output()).isNull();
  }

  @Test
  void itemsInDoubtAreEachDecidedAbout() throws InterruptedException {
    Flow old = linear(given.ship(), given.post());
    Flow now = linear(given.ship().version(2, 0), given.post());
    FlowId id =
        lab.given(old, head("ship", AtomState.PENDING, "a", "b"), item(running("ship"), "a"));
    Migrations same =
        book(b -> b.step("map", s -> s.inDoubt(InDoubt.AS_PENDING).version("ship", "1.0", "2.0")));
    assertThat(
            lab.refused(id, now, book(b -> b.step("m", s -> s.version("ship", "1.0", "2.0"))))
                .errors())
        .containsExactly("DOUBT01 ship[a]");
    assertThat(lab.resume(id, now, same).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship a", "ship b", "post [La, Lb]");
  }

  @Test
  void aFanOutIsSplitIntoFanOutsOnly() throws InterruptedException {
    Flow old = linear(given.ship(), given.post());
    Task weigh = Task.named("weigh").each(FanOut.over(ITEMS, ITEM)).run(in -> lab.ran.add("weigh"));
    AtomRecord[] rows = {head("ship", AtomState.SUCCESS, "a", "b"), shipped("a"), shipped("b")};
    FlowId id = lab.given(old, rows);
    Migrations split =
        book(
            b ->
                b.step(
                    "split",
                    s ->
                        s.split(
                            "ship",
                            Part.of("ship", "1.0").taking("label"),
                            Part.of("weigh", "1.0"))));
    Lab.Refusal refusal =
        lab.refused(id, linear(given.ship(), lab.task("weigh"), given.post()), split);
    assertThat(refusal.message()).contains("some stand for each element of a list, some do not");
    assertThat(lab.resume(id, linear(given.ship(), weigh, given.post()), split).state())
        .isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("post [La, Lb]");
    assertThat(given.item(id, "weigh", "b").state()).isEqualTo(AtomState.SUCCESS);
    assertThat(lab.atom(id, "weigh").execution().output()).isNull();
  }

  @Test
  void aNewFanOutMayBeLateButNotTakenAsDone() throws InterruptedException {
    Flow old = linear(lab.task("end"), lab.task("last"));
    Flow now = linear(given.ship(), lab.task("end"), lab.task("last"));
    FlowId id = lab.given(old, done("end"));
    Migrations seed = book(b -> b.seed("ship", out -> {}));
    assertThat(lab.refused(id, now, seed).message())
        .contains("ship stands for each element of a list and cannot be taken as done");
    Migrations late = book(b -> b.late("ship"));
    assertThat(lab.resume(id, now, late).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactlyInAnyOrder("ship a", "ship b", "last");
  }
}
