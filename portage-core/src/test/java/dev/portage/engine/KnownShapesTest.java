package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Flow;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import org.junit.jupiter.api.Test;

class KnownShapesTest {
  private final KnownShapes known = new KnownShapes();

  private static Flow flow(String... tasks) {
    Flow.Builder flow = Flow.linear("f");
    for (String task : tasks) {
      flow.add(Task.named(task).run(in -> {}));
    }
    return flow.build();
  }

  @Test
  void aFlowThatIsBuiltAgainHasTheSameWiring() {
    assertThat(known.of("f", "", flow("a", "b")).wiring())
        .isSameAs(known.of("f", "", flow("a", "b")).wiring());
  }

  @Test
  void theSameFlowIsCheckedOnce() {
    Flow flow = flow("a", "b");
    assertThat(known.of("f", "", flow)).isSameAs(known.of("f", "", flow));
  }

  @Test
  void anotherFlowUnderTheSameVariantHasItsOwnShape() {
    known.of("f", "", flow("a", "b"));

    assertThat(known.of("f", "", flow("b", "a")).shape()).isEqualTo(Shape.of(flow("b", "a")));
    assertThat(known.of("f", "", flow("a")).shape()).isEqualTo(Shape.of(flow("a")));
  }
}
