package dev.portage.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.portage.model.Decider;
import dev.portage.model.Flow;
import dev.portage.model.Problem;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who asks which decider, and where that gets its slots from. */
class GuardsTest {
  private static Task task(String name, List<String> requires, List<String> provides) {
    return Task.named(name).requires(slots(requires)).provides(slots(provides));
  }

  private static Slot<?>[] slots(List<String> names) {
    return names.stream().map(name -> Slot.of(name, String.class)).toArray(Slot<?>[]::new);
  }

  private static Task gives(String name, String slot) {
    return task(name, List.of(), List.of(slot));
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

  private static Decider reading(String... slots) {
    return Decider.of(in -> true).requires(slots(List.of(slots)));
  }

  @Test
  void aDeciderIsWiredAsIfThePartBehindItsLinkReadItsSlots() {
    Wiring wiring =
        sound(
            Flow.linear("f")
                .add(gives("outer", "y"))
                .add(
                    Flow.graph("g")
                        .add(task("b", List.of(), List.of()))
                        .add(gives("x-giver", "x"))
                        .add(Task.named("a"))
                        .link("a", "b", reading("x", "y", "z"))
                        .build()));
    Guard guard = wiring.guards().get(0);
    assertThat(wiring.guards(wiring.precedence().node("b"))).containsExactly(guard);
    assertThat(wiring.guards(wiring.precedence().node("a"))).isEmpty();
    assertThat(guard.source()).isEqualTo(wiring.precedence().node("a"));
    assertThat(guard.provider("x")).isEqualTo("x-giver");
    assertThat(guard.provider("y")).isEqualTo("outer");
    assertThat(guard.provider("z")).isNull();
    assertThat(wiring.inputs()).containsExactly("z");
    assertThat(wiring.precedence().atomsBefore("b")).contains("a", "x-giver", "outer");
  }

  @Test
  void whatADeciderReadsMustNotBeAmbiguousOrComeTooLate() {
    Flow.Builder two =
        Flow.graph("f")
            .add(gives("one", "x"))
            .add(gives("two", "x"))
            .add(Task.named("b"))
            .link("one", "b", reading("x"));
    assertThat(wire(two).problems())
        .extracting(Problem::subject, Problem::sentence)
        .containsExactly(
            tuple("the decider of link one -> b", "requires 'x', which [one, two] all provide"));
    Flow.Builder own =
        Flow.graph("f").add(Task.named("a")).add(gives("b", "x")).link("a", "b", reading("x"));
    assertThat(wire(own).problems())
        .extracting(Problem::subject, Problem::sentence)
        .containsExactly(
            tuple(
                "the decider of link a -> b", "requires 'x', which b provides, but not before it"));
    Flow.Builder behind =
        Flow.graph("f")
            .add(Task.named("a"))
            .add(Task.named("b"))
            .add(gives("c", "x"))
            .link("a", "b", reading("x"))
            .link("b", "c");
    assertThat(wire(behind).precedence().entangled()).containsExactly("b", "c");
  }

  @Test
  void theSameLinkTwiceIsAMistakeWhateverItsDeciders() {
    assertThat(
            wire(Flow.graph("f")
                    .add(Task.named("a"))
                    .add(Task.named("b"))
                    .link("a", "b")
                    .link("a", "b", Decider.of(in -> true)))
                .problems())
        .extracting(Problem::sentence)
        .containsExactly("the link a -> b is declared twice");
  }

  private static List<String> asking(Wiring wiring) {
    return IntStream.range(0, wiring.precedence().atomCount())
        .filter(node -> !wiring.guards(node).isEmpty())
        .mapToObj(node -> wiring.precedence().atom(node).name() + wiring.guards(node))
        .map(text -> text.replace("the decider of link ", ""))
        .toList();
  }

  private static Wiring guarded(Flow.Builder target) {
    return sound(
        Flow.graph("f")
            .add(Task.named("a"))
            .add(target.build())
            .link("a", "t", Decider.of(in -> true)));
  }

  @Test
  void theAtomsThatAFlowBeginsWithAskItsDeciders() {
    Task b = Task.named("b");
    Task c = Task.named("c");
    Flow nothing = Flow.graph("nothing").add(Flow.linear("at-all").build()).build();
    assertThat(asking(guarded(Flow.linear("t").add(b).add(c)))).containsExactly("b[a -> t]");
    assertThat(asking(guarded(Flow.linear("t").add(nothing).add(b).add(c))))
        .containsExactly("b[a -> t]");
    assertThat(asking(guarded(Flow.unordered("t").add(b).add(c).add(nothing))))
        .containsExactly("b[a -> t]", "c[a -> t]");
    assertThat(asking(guarded(Flow.graph("t").add(c).add(b).add(nothing).link("b", "c"))))
        .containsExactly("b[a -> t]");
    assertThat(asking(guarded(Flow.unordered("t").retry(Retry.times("r", 2)).add(b))))
        .containsExactly("r[a -> t]");
    assertThat(asking(guarded(Flow.linear("t")))).isEmpty();
    assertThat(
            asking(
                guarded(
                    Flow.graph("t")
                        .add(Flow.unordered("u").add(b).add(c).build())
                        .add(Flow.linear("v").add(Task.named("d")).build())
                        .add(Task.named("e"))
                        .link("u", "v")
                        .link("e", "u", Decider.of(in -> true)))))
        .containsExactly("b[e -> u]", "c[e -> u]", "e[a -> t]");
    assertThat(
            asking(
                guarded(
                    Flow.graph("t")
                        .add(nothing)
                        .add(Flow.unordered("u").add(b).build())
                        .link("nothing", "u", Decider.of(in -> true)))))
        .containsExactly("b[nothing -> u, a -> t]");
  }

  @Test
  void twoFlowsOfOneNameKeepTheirDecidersApart() {
    Flow.Builder flow = Flow.linear("f");
    for (String side : List.of("left", "right")) {
      flow.add(
          Flow.graph(side)
              .add(Flow.linear("p").add(Task.named(side + "1")).build())
              .add(Flow.linear("q").add(Task.named(side + "2")).build())
              .link("p", "q", Decider.of(in -> true))
              .build());
    }
    assertThat(sound(flow).guards()).extracting(Guard::place).doesNotHaveDuplicates().hasSize(2);
  }
}
