package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.Part;
import dev.portage.migration.Whole;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.FlowId;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Flows that were away for several releases end where those end that took each of them. */
class SeveralStepsTest {
  private final Lab lab = new Lab();

  private Flow flow(String maker, String slot, String... more) {
    Flow.Builder flow = Flow.linear(Lab.FLOW).add(lab.task(maker, List.of(), List.of(slot)));
    for (String each : more) {
      flow.add(lab.task(each));
    }
    return flow.add(lab.task("use", List.of(slot), List.of())).build();
  }

  /** Migrates one flow in one go and another over each release, and expects the same of both. */
  private void bothWays(Flow old, String stored, Flow between, Flow now, Steps steps)
      throws InterruptedException {
    Migrations one = book(steps.first());
    Migrations all = book(steps.first().andThen(steps.second()));
    String maker = first(old);
    FlowId slow = lab.given(old, done(maker, stored));
    FlowId fast = lab.given(old, done(maker, stored));
    assertThat(lab.migrate(slow, between, one)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.forecast(now, all).blocked()).as("what is foreseen").isZero();
    for (FlowId id : List.of(slow, fast)) {
      assertThat(lab.resume(id, now, all).state()).isEqualTo(FlowState.SUCCESS);
      assertThat(lab.ran).containsExactly("use");
      lab.ran.clear();
    }
    String name = first(now);
    assertThat(lab.output(fast, name)).isEqualTo(lab.output(slow, name));
  }

  private static String first(Flow flow) {
    return Shape.of(flow).inOrder().get(0).name();
  }

  private record Steps(Consumer<BookBuilder> first, Consumer<BookBuilder> second) {}

  @Test
  void aPartHasAnotherNameAndSlotBySoon() throws InterruptedException {
    Steps steps =
        new Steps(
            b ->
                b.step(
                    "one",
                    s ->
                        s.split("make", Part.of("half", "1.0").taking("vol"), Part.of("b", "1.0"))),
            b ->
                b.step(
                    "two",
                    s -> s.after("one").renameSlot("half", "vol", "volume").rename("half", "a")));
    bothWays(
        flow("make", "vol"),
        "{\"vol\":1}",
        flow("half", "vol", "b"),
        flow("a", "volume", "b"),
        steps);
  }

  @Test
  void aMergedTaskHasAnotherSlotBySoon() throws InterruptedException {
    Flow old =
        linear(
            lab.task("pick", List.of(), List.of("vol")),
            lab.task("pack"),
            lab.task("use", List.of("vol"), List.of()));
    Migrations all =
        book(
            b ->
                b.step("one", s -> s.merge(List.of("pick", "pack"), Whole.of("ship", "1.0")))
                    .step("two", s -> s.after("one").renameSlot("ship", "vol", "volume")));
    FlowId id = lab.given(old, done("pick", "{\"vol\":1}"), done("pack"));
    assertThat(lab.forecast(flow("ship", "volume"), all).blocked()).isZero();
    assertThat(lab.resume(id, flow("ship", "volume"), all).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.output(id, "ship")).isEqualTo("{\"volume\":1}");
  }

  @Test
  void whatAMapMakesIsForeseenUnderALaterName() throws InterruptedException {
    Steps steps =
        new Steps(
            b -> b.step("one", s -> s.version("make", "1.0", "1.1", out -> out.put("size", 2))),
            b -> b.step("two", s -> s.after("one").rename("make", "build")));
    Flow between =
        linear(
            lab.task("make", List.of(), List.of("vol", "size")).version(1, 1),
            lab.task("use", List.of("size"), List.of()));
    Flow now =
        linear(
            lab.task("build", List.of(), List.of("vol", "size")).version(1, 1),
            lab.task("use", List.of("size"), List.of()));
    bothWays(flow("make", "vol"), "{\"vol\":1}", between, now, steps);
  }

  @Test
  void aPartThatNothingFillsIsNamedAsItIsCalledInTheEnd() throws InterruptedException {
    FlowId id = lab.given(flow("make", "vol"), done("make", "{\"vol\":1}"));
    Migrations all =
        book(
            b ->
                b.step("one", s -> s.split("make", Part.of("half", "1.0"), Part.of("b", "1.0")))
                    .step("two", s -> s.after("one").rename("half", "a")));
    Lab.Refusal refusal = lab.refused(id, flow("a", "vol", "b"), all);
    assertThat(refusal.errors()).contains("DATA03 a");
    assertThat(refusal.message())
        .contains("a is split off a finished task, and nothing fills 'vol'");
  }
}
