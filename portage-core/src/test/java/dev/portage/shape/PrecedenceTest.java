package dev.portage.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs before what, and that asking stays cheap. */
class PrecedenceTest {
  private static final long SEED = 7_401L;
  private static final int MANY = 10_000;

  @Test
  void beforeAndAfterAreMirrorImagesInEveryShape() {
    RandomShapes random = new RandomShapes(SEED);
    for (int round = 0; round < 1_000; round++) {
      Shape shape = random.shape();
      Precedence order = Wiring.of(shape).precedence();
      Map<String, Set<String>> after = new HashMap<>();
      shape.inOrder().forEach(atom -> after.put(atom.name(), order.atomsAfter(atom.name())));
      for (ShapeAtom atom : shape.inOrder()) {
        for (ShapeAtom other : shape.inOrder()) {
          assertThat(order.atomsBefore(other.name()).contains(atom.name()))
              .as("seed %s, round %s", SEED, round)
              .isEqualTo(after.get(atom.name()).contains(other.name()));
        }
      }
    }
  }

  @Test
  void anAtomRunsBeforeItselfOnlyInACycle() {
    RandomShapes random = new RandomShapes(SEED + 1);
    int cycles = 0;
    for (int round = 0; round < 5_000; round++) {
      Shape shape = random.shape();
      Precedence order = Wiring.of(shape).precedence();
      boolean loops =
          shape.inOrder().stream()
              .anyMatch(atom -> order.atomsAfter(atom.name()).contains(atom.name()));
      cycles += loops ? 1 : 0;
      assertThat(!order.entangled().isEmpty()).as("seed %s", SEED + 1).isEqualTo(loops);
    }
    assertThat(cycles).as("seed %s", SEED + 1).isPositive();
  }

  @Test
  void aProviderAlwaysRunsFirst() {
    RandomShapes random = new RandomShapes(SEED + 2);
    for (int round = 0; round < 1_000; round++) {
      Shape shape = random.shape();
      Wiring wiring = Wiring.of(shape);
      for (ShapeAtom atom : shape.inOrder()) {
        for (String slot : atom.reads()) {
          String provider = wiring.provider(atom.name(), slot);
          if (provider != null) {
            assertThat(wiring.precedence().atomsBefore(atom.name()))
                .as("seed %s, round %s\n%s", SEED + 2, round, shape.text())
                .contains(provider);
          } else {
            assertThat(
                    !atom.demands().contains(slot)
                        || wiring.inputs().contains(slot)
                        || !wiring.problems().isEmpty())
                .isTrue();
          }
        }
      }
    }
  }

  private static Flow.Builder flow(String pattern) {
    return switch (pattern) {
      case "linear" -> Flow.linear("many");
      case "unordered" -> Flow.unordered("many");
      default -> Flow.graph("many");
    };
  }

  /** Task i provides a slot of its own; but in an unordered flow it requires that of task i - 1. */
  private static Shape chain(String pattern) {
    Flow.Builder flow = flow(pattern);
    for (int i = 0; i < MANY; i++) {
      Task task = Task.named("task " + i).provides(Slot.of("slot " + i, String.class));
      flow.add(
          i == 0 || pattern.equals("unordered")
              ? task
              : task.requires(Slot.of("slot " + (i - 1), String.class)));
    }
    return Shape.of(flow.build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "unordered", "graph"})
  void tenThousandTasksAreWiredQuickly(String pattern) {
    Instant start = Instant.now();
    Wiring wiring = Wiring.of(chain(pattern));
    Precedence order = wiring.precedence();
    assertThat(wiring.problems()).isEmpty();
    boolean ordered = !pattern.equals("unordered");
    assertThat(order.atomsAfter("task 0")).hasSize(ordered ? MANY - 1 : 0);
    assertThat(order.atomsBefore("task " + (MANY - 1))).hasSize(ordered ? MANY - 1 : 0);
    assertThat(wiring.provider("task 5", "slot 4")).isEqualTo(ordered ? "task 4" : null);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void edgesGrowWithTheAtomsNotWithTheirPairs() {
    Flow.Builder first = Flow.unordered("first");
    Flow.Builder second = Flow.unordered("second");
    for (int i = 0; i < 1_000; i++) {
      first.add(Task.named("a" + i));
      second.add(Task.named("b" + i));
    }
    Flow both = Flow.linear("both").add(first.build()).add(second.build()).build();
    Precedence order = Wiring.of(Shape.of(both)).precedence();
    long edges = 0;
    for (int node = 0; node < order.size(); node++) {
      edges += order.successors(node).size();
    }
    assertThat(order.size()).isEqualTo(2_006);
    assertThat(edges).isLessThan(5_000);
    assertThat(order.atomsAfter("a7")).hasSize(1_000);
  }

  @Test
  void nodesAndNamesAgree() {
    Flow flow = Flow.linear("f").add(Task.named("b")).add(Task.named("a")).build();
    Precedence order = Wiring.of(Shape.of(flow)).precedence();
    assertThat(List.of(order.node("b"), order.node("a"))).containsExactly(0, 1);
    assertThat(order.atom(1).name()).isEqualTo("a");
    assertThat(order.successors(0)).containsExactly(1);
    assertThat(order.predecessors(1)).containsExactly(0);
  }
}
