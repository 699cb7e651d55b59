package dev.portage.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.portage.model.Flow;
import dev.portage.model.Problem;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets a slot from whom. */
class WiringTest {
  private static Task task(String name, List<String> requires, List<String> provides) {
    return Task.named(name).requires(slots(requires)).provides(slots(provides));
  }

  private static Slot<?>[] slots(List<String> names) {
    return names.stream().map(name -> Slot.of(name, String.class)).toArray(Slot<?>[]::new);
  }

  private static Task gives(String name, String slot) {
    return task(name, List.of(), List.of(slot));
  }

  private static Task takes(String name, String slot) {
    return task(name, List.of(slot), List.of());
  }

  private static Wiring wire(Flow.Builder flow) {
    return Wiring.of(Shape.of(flow.build()));
  }

  private static Wiring sound(Flow.Builder flow) {
    Wiring wiring = wire(flow);
    assertThat(wiring.problems()).isEmpty();
    assertThat(wiring.precedence().entangled()).isEmpty();
    return wiring;
  }

  @Test
  void inALinearFlowTheNearestEarlierProviderWins() {
    Wiring wiring =
        sound(
            Flow.linear("f")
                .add(gives("a", "x"))
                .add(takes("b", "x"))
                .add(gives("c", "x"))
                .add(takes("d", "x")));
    assertThat(wiring.provider("b", "x")).isEqualTo("a");
    assertThat(wiring.provider("d", "x")).isEqualTo("c");
    assertThat(wiring.inputs()).isEmpty();
  }

  @Test
  void whatNoAtomProvidesIsAnInputOfTheFlow() {
    Wiring wiring = sound(Flow.linear("f").add(takes("a", "z")).add(takes("b", "ž")));
    assertThat(wiring.provider("a", "z")).isNull();
    assertThat(wiring.inputs()).containsExactly("z", "ž");
  }

  @Test
  void aTaskMayReplaceWhatItRequires() {
    Wiring wiring =
        sound(
            Flow.linear("f")
                .add(gives("a", "x"))
                .add(task("b", List.of("x"), List.of("x")))
                .add(takes("c", "x")));
    assertThat(wiring.provider("b", "x")).isEqualTo("a");
    assertThat(wiring.provider("c", "x")).isEqualTo("b");
  }

  @Test
  void aTaskCannotBeItsOwnProvider() {
    assertThat(wire(Flow.linear("f").add(task("a", List.of("x"), List.of("x")))).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.remedy()).contains("another name"));
  }

  @Test
  void aProviderThatRunsTooLateIsUnreachable() {
    assertThat(wire(Flow.linear("f").add(takes("a", "x")).add(gives("b", "x"))).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "a: requires 'x', which b provides, but not before it;"
                + " move b before a, or rename the slot");
    assertThat(wire(Flow.unordered("f").add(takes("a", "x")).add(gives("b", "x"))).problems())
        .hasSize(1);
  }

  @Test
  void partsOfAnUnorderedFlowDoNotSeeEachOtherButWhatCameBefore() {
    Wiring wiring =
        sound(
            Flow.linear("f")
                .add(gives("a", "x"))
                .add(Flow.unordered("u").add(gives("b", "x")).add(takes("c", "x")).build())
                .add(takes("d", "x")));
    assertThat(wiring.provider("c", "x")).isEqualTo("a");
    assertThat(wiring.provider("d", "x")).isEqualTo("b");
  }

  @Test
  void inAGraphFlowTheProviderRunsFirstWhateverTheOrder() {
    Wiring wiring =
        sound(
            Flow.graph("f").add(takes("late", "x")).add(gives("early", "x")).add(gives("o", "y")));
    assertThat(wiring.provider("late", "x")).isEqualTo("early");
    assertThat(wiring.precedence().atomsAfter("early")).containsExactly("late");
    assertThat(wiring.precedence().atomsBefore("late")).containsExactly("early");
    assertThat(wiring.precedence().atomsBefore("o")).isEmpty();
  }

  @Test
  void twoEquallyNearProvidersAreAmbiguous() {
    String sentence = "requires 'x', which [a, b] all provide";
    assertThat(
            wire(Flow.graph("f").add(gives("a", "x")).add(gives("b", "x")).add(takes("c", "x")))
                .problems())
        .extracting(Problem::sentence)
        .containsExactly(sentence);
    assertThat(
            wire(Flow.linear("f")
                    .add(Flow.unordered("u").add(gives("b", "x")).add(gives("a", "x")).build())
                    .add(takes("c", "x")))
                .problems())
        .extracting(Problem::sentence)
        .containsExactly(sentence);
  }

  @Test
  void anInnerProviderIsNearerThanAnOuterOne() {
    Wiring wiring =
        sound(
            Flow.graph("f")
                .add(gives("outer", "x"))
                .add(Flow.linear("sub").add(gives("inner", "x")).add(takes("user", "x")).build()));
    assertThat(wiring.provider("user", "x")).isEqualTo("inner");
    assertThat(wiring.precedence().atomsBefore("user")).containsExactly("inner");
  }

  @Test
  void aSubflowWaitsAsAWholeForWhatOneOfItsAtomsTakesFromOutside() {
    Wiring wiring =
        sound(
            Flow.graph("f")
                .add(
                    Flow.linear("sub")
                        .add(gives("first", "y"))
                        .add(Flow.graph("deep").add(takes("user", "x")).build())
                        .build())
                .add(gives("giver", "x"))
                .add(takes("last", "y")));
    assertThat(wiring.provider("user", "x")).isEqualTo("giver");
    assertThat(wiring.precedence().atomsAfter("giver"))
        .containsExactlyInAnyOrder("first", "user", "last");
    assertThat(wiring.precedence().atomsBefore("last"))
        .containsExactlyInAnyOrder("giver", "first", "user");
  }

  @Test
  void whatASubflowOfALinearFlowProvidesIsSeenByThoseBehindIt() {
    Wiring wiring =
        sound(
            Flow.linear("f")
                .add(gives("a", "x"))
                .add(Flow.linear("s").add(gives("b", "x")).add(gives("c", "x")).build())
                .add(takes("d", "x")));
    assertThat(wiring.provider("d", "x")).isEqualTo("c");
  }

  @Test
  void aLinkOrdersWhatSharesNoSlot() {
    Wiring wiring =
        sound(
            Flow.graph("f")
                .add(Task.named("z"))
                .add(Flow.unordered("sub").add(Task.named("b")).add(Task.named("c")).build())
                .add(Task.named("a"))
                .link("a", "sub")
                .link("sub", "z"));
    assertThat(wiring.precedence().atomsBefore("z")).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(wiring.precedence().atomsAfter("a")).containsExactlyInAnyOrder("b", "c", "z");
    assertThat(wiring.precedence().atomsAfter("b")).containsExactly("z");
  }

  @Test
  void aLinkToNothingIsAMistake() {
    assertThat(wire(Flow.graph("f").add(Task.named("a")).link("a", "b").link("c", "a")).problems())
        .extracting(Problem::sentence)
        .containsExactly("the link a -> b names 'b'", "the link c -> a names 'c'");
  }

  @Test
  void aCycleNamesItsAtoms() {
    Wiring slots =
        wire(
            Flow.graph("f")
                .add(task("a", List.of("y"), List.of("x")))
                .add(task("b", List.of("x"), List.of("y")))
                .add(Task.named("free")));
    assertThat(slots.precedence().entangled()).containsExactly("a", "b");
    assertThat(slots.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.sentence()).contains("cycle", "[a, b]"));
    Wiring link = wire(Flow.graph("f").add(Task.named("a")).link("a", "a"));
    assertThat(link.precedence().entangled()).containsExactly("a");
    Wiring mixed =
        wire(
            Flow.graph("f")
                .add(gives("a", "x"))
                .add(Flow.linear("sub").add(takes("b", "x")).build())
                .link("sub", "a"));
    assertThat(mixed.precedence().entangled()).containsExactly("a", "b");
  }

  @Test
  void twoAtomsOfOneNameAreAMistakeEvenInDifferentSubflows() {
    Wiring wiring =
        wire(
            Flow.linear("f")
                .add(Flow.linear("s").add(Task.named("a")).build())
                .add(Task.named("a")));
    assertThat(wiring.problems())
        .extracting(Problem::subject, Problem::sentence)
        .containsExactly(tuple("a", "two atoms have this name"));
  }

  @Test
  void twoPartsOfOneNameInAGraphFlowAreAMistakeForALinkCouldMeanEither() {
    Flow.Builder flow =
        Flow.graph("f")
            .add(Flow.linear("s").add(gives("a", "x")).build())
            .add(Flow.linear("s").add(takes("b", "x")).build());
    assertThat(wire(flow).problems())
        .extracting(Problem::sentence)
        .contains("two parts of the graph flow f have this name");
    assertThat(
            wire(Flow.linear("f")
                    .add(Flow.linear("s").add(gives("a", "x")).build())
                    .add(Flow.linear("s").add(takes("b", "x")).build()))
                .problems())
        .isEmpty();
  }

  @Test
  void anEmptyFlowIsSound() {
    Wiring wiring = sound(Flow.linear("f").add(Flow.graph("g").build()));
    assertThat(wiring.precedence().atomCount()).isZero();
    assertThat(wiring.precedence().size()).isEqualTo(4);
  }

  @Test
  void anOptionalSlotIsNoInputButItsProviderRunsFirst() {
    Slot<String> note = Slot.of("note", String.class);
    Task reader = Task.named("a").optional(note);
    assertThat(sound(Flow.graph("f").add(reader)).inputs()).isEmpty();
    Wiring wiring = sound(Flow.graph("f").add(reader).add(gives("b", "note")));
    assertThat(wiring.provider("a", "note")).isEqualTo("b");
    assertThat(wiring.precedence().atomsBefore("a")).containsExactly("b");
  }

  @Test
  void whatARevertRequiresIsWiredLikeWhatABodyRequires() {
    Slot<String> note = Slot.of("note", String.class);
    Task reader = Task.named("a").revertRequires(note);
    assertThat(sound(Flow.graph("f").add(reader)).inputs()).containsExactly("note");
    assertThat(
            sound(Flow.graph("f").add(reader).add(gives("b", "note")))
                .precedence()
                .atomsBefore("a"))
        .containsExactly("b");
  }

  @Test
  void anAmbiguousOptionalSlotIsAMistake() {
    Flow.Builder flow =
        Flow.graph("f")
            .add(gives("b", "note"))
            .add(gives("c", "note"))
            .add(Task.named("a").optional(Slot.of("note", String.class)));
    assertThat(wire(flow).problems()).extracting(Problem::subject).containsExactly("a");
  }
}
