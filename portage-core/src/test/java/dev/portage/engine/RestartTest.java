package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.MemoryFlowStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartTest {
  private static final FlowId ID = FlowId.of("order-1");

  private final MemoryFlowStore store = new MemoryFlowStore();
  private final List<String> keys = new ArrayList<>();
  private boolean broken = true;

  private Flow flow() {
    return Flow.linear("order")
        .add(
            Task.named("reserve")
                .run(in -> keys.add(in.context().idempotencyKey()))
                .revert(in -> {}))
        .add(
            Task.named("charge")
                .run(
                    in -> {
                      if (broken) {
                        throw new IllegalStateException("card refused");
                      }
                    }))
        .build();
  }

  private Engine engine() {
    return Engine.open(
        store, FlowCatalog.of("order", in -> flow()), EngineOptions.defaults().withParallelism(1));
  }

  @Test
  void aRevertedFlowBeginsAnewOnlyWhenAsked() throws InterruptedException {
    try (Engine engine = engine()) {
      assertThat(engine.submit("order", ID, in -> {}).await().state())
          .isEqualTo(FlowState.REVERTED);
      broken = false;
      assertThat(engine.resume(ID).await().state()).isEqualTo(FlowState.REVERTED);
      assertThat(keys).hasSize(1);
      assertThat(engine.restart(ID).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(keys).as("a service must not take the new request for the old one").hasSize(2);
    assertThat(keys.get(0)).isNotEqualTo(keys.get(1));
    FlowRecord stored = store.load(ID).orElseThrow();
    AtomRecord charge = stored.touched().get(AtomName.of("charge"));
    assertThat(charge.execution().failure()).isNull();
    assertThat(charge.execution().attempts()).isEqualTo(2);
    assertThat(store.journal(ID).get(0).before().tree().toString()).contains("card refused");
  }

  @Test
  void aFlowThatIsNotOverIsNotRestarted() {
    try (Engine engine = engine()) {
      engine.enqueue("order", ID, in -> {});
      assertThatThrownBy(() -> engine.restart(ID))
          .isInstanceOf(FlowRefusedException.class)
          .hasMessageContaining("PENDING")
          .hasMessageContaining("resume");
    }
    assertThat(store.load(ID).orElseThrow().header().revision()).isEqualTo(1);
  }

  @Test
  void aFlowThatThisEngineDrivesIsNotRestarted() throws Exception {
    try (Engine engine = engine()) {
      engine.enqueue("order", ID, in -> {});
      try (FlowStepper stepper = engine.stepwise(ID)) {
        assertThatThrownBy(() -> engine.restart(ID))
            .isInstanceOf(FlowRefusedException.class)
            .hasMessageContaining("this engine drives it; await its end first");
        assertThat(stepper.finish().state()).isEqualTo(FlowState.REVERTED);
      }
    }
  }

  @Test
  void aTaskMayHaveBecomeARetryMeanwhile() throws Exception {
    try (Engine engine = engine()) {
      assertThat(engine.submit("order", ID, in -> {}).await().state())
          .isEqualTo(FlowState.REVERTED);
    }
    Flow flow =
        Flow.linear("order")
            .retry(Retry.times("reserve", 2))
            .add(Task.named("charge").run(in -> {}))
            .build();
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("order", in -> flow), EngineOptions.defaults())) {
      FlowResult result = engine.restart(ID).await();
      assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
      assertThat(result.stored().touched().get(AtomName.of("reserve")))
          .returns(AtomKind.RETRY, AtomRecord::kind)
          .returns(2, row -> row.execution().attempts());
    }
  }
}
