package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Flow;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.FlowId;
import dev.portage.store.MemoryFlowStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of several ready tasks is begun first. */
@Timeout(60)
class PrioritiesTest {
  private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

  private Task task(String name, int priority) {
    return Task.named(name)
        .priority(priority)
        .run(in -> happened.add(name))
        .revert(in -> happened.add("not " + name));
  }

  private void run(Flow flow) throws Exception {
    EngineOptions serial = EngineOptions.defaults().withParallelism(1);
    try (Engine engine =
        Engine.open(new MemoryFlowStore(), FlowCatalog.of("f", in -> flow), serial)) {
      engine.submit("f", FlowId.of("1"), in -> {}).await();
    }
  }

  @Test
  void higherOnesComeFirstAndEqualOnesAsDeclared() throws Exception {
    run(
        Flow.unordered("f")
            .add(task("a", 0))
            .add(task("b", 5))
            .add(task("c", -1))
            .add(task("d", 5))
            .add(Flow.unordered("g").add(task("e", 9)).build())
            .build());
    assertThat(happened).containsExactly("e", "b", "d", "a", "c");
  }

  @Test
  void theyNeverOverruleTheOrderOfTheFlow() throws Exception {
    run(Flow.linear("f").add(task("a", 0)).add(task("b", 5)).build());
    assertThat(happened).containsExactly("a", "b");
  }

  @Test
  void higherOnesRevertFirstAndEqualOnesAgainstTheDeclaredOrder() throws Exception {
    run(
        Flow.linear("f")
            .add(Flow.unordered("g").add(task("a", 5)).add(task("b", 0)).add(task("c", 0)).build())
            .add(
                Task.named("fail")
                    .run(
                        in -> {
                          throw new IllegalStateException("on purpose");
                        }))
            .build());
    assertThat(happened).containsExactly("a", "b", "c", "not a", "not c", "not b");
  }

  @Test
  void theyAreNotInTheShape() {
    Shape plain = Shape.of(Flow.linear("f").add(task("a", 0)).build());
    assertThat(Shape.of(Flow.linear("f").add(task("a", 7)).build())).isEqualTo(plain);
  }
}
