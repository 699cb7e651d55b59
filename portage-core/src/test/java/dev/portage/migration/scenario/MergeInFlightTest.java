package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.FanOutLab.ITEM;
import static dev.portage.migration.scenario.FanOutLab.ITEMS;
import static dev.portage.migration.scenario.FanOutLab.head;
import static dev.portage.migration.scenario.FanOutLab.item;
import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.failed;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.reverting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.StepBuilder;
import dev.portage.migration.WhenMixed;
import dev.portage.migration.Whole;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.Payload;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Merged tasks in fan-outs, and in parts of a flow that a retry is asked about. */
@Timeout(60)
class MergeInFlightTest {
  private static final Whole SHIP = Whole.of("ship", "1.0");
  private static final List<String> PARTS = List.of("pick", "pack");
  private static final Migrations MERGED = merging(SHIP);

  private final FanOutLab given = new FanOutLab();
  private final Lab lab = given.lab;

  @BeforeEach
  void theirProcessHasDied() {
    lab.in(FlowState.RUNNING);
  }

  private static Migrations step(Consumer<StepBuilder> step) {
    return book(b -> b.step("s", step));
  }

  private static Migrations merging(Whole whole) {
    return step(s -> s.merge(PARTS, whole));
  }

  // ---- fan-outs

  private Task each(String name, String slot) {
    return Task.named(name)
        .each(FanOut.over(ITEMS, ITEM).keyedBy(item -> item))
        .provides(Slot.of(slot, String.class))
        .sideEffects(false)
        .execute(
            in -> {
              lab.ran.add(name + " " + in.get(ITEM));
              return name + in.get(ITEM);
            });
  }

  private Flow fanOuts() {
    return linear(each("pick", "slip"), each("pack", "label"), lab.task("end"));
  }

  private Flow fanOut() {
    return linear(each("ship", "label"), given.post());
  }

  private static AtomRecord picked(String key) {
    return item(done("pick", "{\"slip\":\"S" + key + "\"}"), key);
  }

  private static AtomRecord packed(String key) {
    return item(done("pack", "{\"label\":\"L" + key + "\"}"), key);
  }

  @Test
  void fanOutsAreMergedElementByElement() throws InterruptedException {
    FlowId id =
        lab.given(
            fanOuts(),
            head("pick", AtomState.SUCCESS, "a", "b"),
            picked("a"),
            picked("b"),
            head("pack", AtomState.SUCCESS, "b", "a"),
            packed("a"),
            packed("b"));
    assertThat(lab.resume(id, fanOut(), MERGED).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("post [La, Lb]");
    assertThat(given.item(id, "ship", "a").execution().output())
        .satisfies(
            output ->
                assertThat(Objects.requireNonNull(output).value().tree())
                    .hasToString("{\"slip\":\"Sa\",\"label\":\"La\"}"));
    assertThat(lab.atom(id, "ship").execution().output()).isNull();
  }

  @Test
  void anElementOfWhichOneIsDoneIsNamed() throws InterruptedException {
    AtomRecord[] rows = {
      head("pick", AtomState.SUCCESS, "a", "b"),
      picked("a"),
      picked("b"),
      head("pack", AtomState.PENDING, "a", "b"),
      packed("a")
    };
    FlowId id = lab.given(fanOuts(), rows);
    assertThat(lab.refused(id, fanOut(), MERGED).errors()).containsExactly("MIX01 ship[b]");
    Migrations again = merging(SHIP.whenMixed(WhenMixed.RESET));
    assertThat(lab.resume(id, fanOut(), again).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship b", "post [La, shipb]");
  }

  @Test
  void anElementThatIsTakenAsDoneMakesTheLastOne() throws InterruptedException {
    AtomRecord[] rows = {head("pick", AtomState.SUCCESS, "a"), picked("a")};
    lab.inputs("{\"items\":[\"a\"]}");
    FlowId id = lab.given(fanOuts(), rows);
    Migrations taken =
        merging(SHIP.whenMixed(WhenMixed.asDone((old, ship) -> ship.put("label", "none"))));
    assertThat(lab.resume(id, fanOut(), taken).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("post [none]");
  }

  @Test
  void anElementThatIsTakenAsDoneUnderHeadsThatWereNotIsNotRun() throws InterruptedException {
    AtomRecord[] rows = {
      head("pick", AtomState.PENDING, "a", "b"),
      picked("a"),
      head("pack", AtomState.PENDING, "a", "b")
    };
    FlowId id = lab.given(fanOuts(), rows);
    Migrations taken =
        merging(SHIP.whenMixed(WhenMixed.asDone((old, ship) -> ship.put("label", "none"))));
    assertThat(lab.resume(id, fanOut(), taken).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship b", "post [none, shipb]");
  }

  @Test
  void fanOutsOverNothingAndThoseThatHaveNotBegunStaySo() throws InterruptedException {
    FlowId untouched = lab.given(fanOuts());
    assertThat(lab.resume(untouched, fanOut(), MERGED).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship a", "ship b", "post [shipa, shipb]");
    lab.ran.clear();
    lab.inputs("{\"items\":[]}");
    FlowId empty =
        lab.given(fanOuts(), head("pick", AtomState.SUCCESS), head("pack", AtomState.SUCCESS));
    assertThat(lab.resume(empty, fanOut(), MERGED).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("post []");
  }

  @Test
  void otherKeysAreRefusedAndSoIsATaskThatIsNoFanOut() throws InterruptedException {
    FlowId id =
        lab.given(
            fanOuts(),
            head("pick", AtomState.PENDING, "a", "b"),
            head("pack", AtomState.PENDING, "a", "c"));
    assertThat(lab.refused(id, fanOut(), MERGED).errors()).contains("KEY01 ship");
    FlowId half = lab.given(linear(each("pick", "slip"), lab.task("pack")));
    assertThat(lab.refused(half, fanOut(), MERGED).message())
        .contains("of pick, pack and ship some stand for each element of a list, some do not");
    FlowId single = lab.given(fanOuts());
    assertThat(lab.refused(single, linear(lab.task("ship")), MERGED).message())
        .contains("some stand for each element of a list, some do not");
  }

  // ---- retries

  private static AtomRecord retry(String name, String history, Intention intention) {
    return AtomRecord.untouched(AtomName.of(name), AtomKind.RETRY)
        .with(done(name).execution())
        .in(AtomState.SUCCESS)
        .intending(intention)
        .remembering(Payload.of(Lab.object("{\"h\":" + history + "}").get("h")));
  }

  private Flow tried(String... names) {
    Flow.Builder flow = Flow.linear(Lab.FLOW).retry(Retry.times("again", 3));
    for (String name : names) {
      flow.add(lab.undoable(lab.task(name)));
    }
    return flow.build();
  }

  private String history(FlowId id) {
    return Objects.requireNonNull(lab.atom(id, "again").history()).tree().toString();
  }

  @Test
  void whatARetryRemembersOfTheTasksItRemembersOfTheMergedOne() {
    String history =
        "[{\"value\":1,\"failures\":{\"pack\":{\"type\":\"P\"}}},"
            + "{\"value\":2,\"failures\":{\"pick\":{\"type\":\"Q\"},\"pack\":{\"type\":\"R\"}}}]";
    FlowId id = lab.given(tried("pick", "pack"), retry("again", history, Intention.EXECUTE));
    assertThat(lab.migrate(id, tried("ship"), MERGED)).isInstanceOf(Outcome.Migrated.class);
    assertThat(history(id))
        .isEqualTo(
            "[{\"value\":1,\"failures\":{\"ship\":{\"type\":\"P\"}}},"
                + "{\"value\":2,\"failures\":{\"ship\":{\"type\":\"Q\"},"
                + "\"[merged] pack\":{\"type\":\"R\"}}}]");
  }

  @Test
  void aTaskThatLendsItsNameKeepsItsFailure() {
    String history = "[{\"value\":1,\"failures\":{\"pick\":{\"type\":\"P\"}}}]";
    FlowId id = lab.given(tried("pick", "pack"), retry("again", history, Intention.EXECUTE));
    Migrations merged = merging(Whole.of("pick", "1.0"));
    assertThat(lab.migrate(id, tried("pick"), merged)).isInstanceOf(Outcome.Migrated.class);
    assertThat(history(id)).isEqualTo(history);
  }

  @Test
  void tasksThatARetryIsUndoingAreMergedOnceNothingIsLeftOfThem() throws InterruptedException {
    String history = "[{\"value\":1,\"failures\":{\"post\":{\"type\":\"P\"}}}]";
    AtomRecord undone = reverting(done("pick").in(AtomState.REVERTED));
    AtomRecord[] half = {
      retry("again", history, Intention.RETRY),
      undone,
      reverting(done("pack")),
      reverting(failed("post"))
    };
    AtomRecord[] all = {
      retry("again", history, Intention.RETRY),
      undone,
      reverting(Lab.row("pack", AtomState.PENDING, null)),
      reverting(failed("post").in(AtomState.REVERTED))
    };
    FlowId inPart = lab.given(tried("pick", "pack", "post"), half);
    Lab.Refusal refusal = lab.refused(inPart, tried("ship", "post"), MERGED);
    assertThat(refusal.errors()).containsExactly("MIX01 ship");
    assertThat(refusal.message())
        .contains("pick (REVERTED), pack (SUCCESS), which are undone in part")
        .contains("let the flow revert under the old code first");
    FlowId left = lab.given(tried("pick", "pack", "post"), all);
    assertThat(lab.resume(left, tried("ship", "post"), MERGED).state())
        .isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ship", "post");
  }

  @Test
  void tasksOfPartsThatGoDifferentWaysStayApart() throws InterruptedException {
    Flow left = Flow.linear("left").retry(Retry.times("again", 3)).add(lab.task("pick")).build();
    Flow old = Flow.unordered(Lab.FLOW).add(left).add(lab.task("pack")).build();
    FlowId id =
        lab.given(
            old,
            retry("again", "[{\"value\":1,\"failures\":{}}]", Intention.REVERT),
            reverting(done("pick")),
            done("pack"));
    Flow now =
        Flow.unordered(Lab.FLOW)
            .add(Flow.linear("left").retry(Retry.times("again", 3)).add(lab.task("ship")).build())
            .build();
    assertThat(lab.refused(id, now, MERGED).message())
        .contains("stand in parts of the flow of which one is reverting and one is not");
  }

  @Test
  void retriesAreNotMerged() throws InterruptedException {
    FlowId id = lab.given(tried("pick", "pack"));
    Migrations merged = step(s -> s.merge(List.of("again", "pick"), SHIP));
    assertThat(lab.refused(id, linear(lab.task("ship"), lab.task("pack")), merged).message())
        .contains("a retry remembers its own attempts and cannot be merged");
  }
}
