package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.MemoryFlowStore;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests drive a flow a body at a time. */
@Timeout(60)
class SteppingTest {
  private static final FlowId ID = FlowId.of("one");

  private final MemoryFlowStore store = new MemoryFlowStore();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private boolean broken;

  private Task task(String name) {
    return Task.named(name).run(in -> calls.add(name)).revert(in -> calls.add("undo " + name));
  }

  private Engine engine() {
    Flow flow =
        Flow.unordered("f")
            .add(Flow.linear("one").add(task("a")).add(Task.named("b").run(in -> {})).build())
            .add(
                task("c")
                    .run(
                        in -> {
                          if (broken) {
                            throw new IllegalStateException("on purpose");
                          }
                        })
                    .priority(-1))
            .build();
    return Engine.open(store, FlowCatalog.of("f", in -> flow), EngineOptions.defaults());
  }

  private FlowRecord stored() {
    return store.load(ID).orElseThrow();
  }

  private static String step(FlowStepper stepper) throws InterruptedException {
    return stepper.step().map(end -> end.atom() + " " + end.to()).orElse("at rest");
  }

  @Test
  void nothingRunsBetweenTwoStepsAndEachEndIsDurable() throws Exception {
    broken = true;
    try (Engine engine = engine();
        FlowStepper stepper = engine.stepwise(engine.enqueue("f", ID, in -> {}))) {
      assertThat(stepper.id()).isEqualTo(ID);
      assertThat(calls).isEmpty();
      assertThat(step(stepper)).isEqualTo("a SUCCESS");
      assertThat(stored().touched()).hasSize(1);
      assertThat(stored().touched().values().iterator().next().state())
          .isEqualTo(AtomState.SUCCESS);
      assertThat(step(stepper)).isEqualTo("b SUCCESS");
      assertThat(Objects.requireNonNull(stepper.step().orElseThrow().failure()).message())
          .isEqualTo("on purpose");
      assertThat(step(stepper)).as("b has nothing to undo").isEqualTo("a REVERTED");
      assertThat(step(stepper)).isEqualTo("c REVERTED");
      assertThat(step(stepper)).isEqualTo("at rest");
      assertThat(stepper.finish().state()).isEqualTo(FlowState.REVERTED);
    }
  }

  @Test
  void closingGivesTheFlowUpAsItIs() throws Exception {
    try (Engine engine = engine();
        Engine other = engine()) {
      engine.enqueue("f", ID, in -> {});
      try (FlowStepper stepper = engine.stepwise(ID)) {
        assertThat(step(stepper)).isEqualTo("a SUCCESS");
        assertThatThrownBy(() -> engine.stepwise(ID)).isInstanceOf(FlowBusyException.class);
        assertThatThrownBy(() -> other.resume(ID)).isInstanceOf(FlowBusyException.class);
      }
      assertThat(stored().header().state()).isEqualTo(FlowState.RUNNING);
      assertThat(other.resume(ID).await().state()).isEqualTo(FlowState.SUCCESS);
      assertThat(calls).containsExactly("a");
    }
  }

  @Test
  void itCanBeLeftToRunRevertedOrCancelledFromAnyPoint() throws Exception {
    try (Engine engine = engine()) {
      engine.enqueue("f", ID, in -> {});
      try (FlowStepper stepper = engine.stepwise(ID)) {
        stepper.step();
        assertThat(stepper.finish().state()).isEqualTo(FlowState.SUCCESS);
        assertThat(stepper.step()).isEmpty();
      }
      try (FlowStepper stepper = engine.stepwise(ID)) {
        assertThat(stepper.step()).as("it is finished").isEmpty();
        assertThat(stepper.finish().state()).isEqualTo(FlowState.SUCCESS);
      }
      FlowId other = engine.enqueue("f", FlowId.of("two"), in -> {});
      try (FlowStepper stepper = engine.stepwise(other)) {
        stepper.step();
        engine.revert(other);
        assertThat(step(stepper)).isEqualTo("a REVERTED");
        assertThat(step(stepper)).isEqualTo("at rest");
      }
    }
  }
}
