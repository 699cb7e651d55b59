package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.MemoryFlowStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a flow costs: writes counted, and no more than linear work. */
@Timeout(60)
class CostTest {
  private static final int MANY = 10_000;

  private final MemoryFlowStore store = new MemoryFlowStore();
  private final AtomicInteger executed = new AtomicInteger();
  private final AtomicInteger reverted = new AtomicInteger();

  private Flow filled(Flow.Builder flow, int tasks) {
    for (int i = 0; i < tasks; i++) {
      flow.add(
          Task.named("t" + i)
              .run(in -> executed.incrementAndGet())
              .revert(in -> reverted.incrementAndGet()));
    }
    return flow.build();
  }

  private FlowResult run(Flow flow) throws Exception {
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("f", in -> flow), EngineOptions.defaults())) {
      return engine.submit("f", FlowId.of("one"), in -> {}).await();
    }
  }

  @Test
  void aLinearFlowCostsOneCommitForEachTaskAndTwoToBegin() throws Exception {
    assertThat(run(filled(Flow.linear("f"), 25)).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(store.commits()).isEqualTo(1 + 1 + 25);
    assertThat(store.refusals()).isZero();
  }

  @Test
  void undoingWhatHasNoUndoingCostsNoCommitOfItsOwn() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(Task.named("a").run(in -> {}))
            .add(Task.named("b").run(in -> {}))
            .add(
                Task.named("c")
                    .run(
                        in -> {
                          throw new IllegalStateException("no");
                        }))
            .build();
    assertThat(run(flow).state()).isEqualTo(FlowState.REVERTED);
    assertThat(store.commits()).isEqualTo(1 + 1 + 3);
  }

  @Test
  void anEmptyFlowCostsTwoCommits() throws Exception {
    assertThat(run(Flow.linear("f").build()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(store.commits()).isEqualTo(2);
  }

  @Test
  void tenThousandTasksInARow() throws Exception {
    assertThat(run(filled(Flow.linear("f"), MANY)).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(executed).hasValue(MANY);
  }

  @Test
  void tenThousandTasksAtOnce() throws Exception {
    assertThat(run(filled(Flow.unordered("f"), MANY)).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(executed).hasValue(MANY);
    assertThat(store.commits()).isLessThan(MANY + 3L);
  }

  @Test
  void tenThousandTasksUndone() throws Exception {
    Flow done = filled(Flow.unordered("done"), MANY);
    Flow flow =
        Flow.linear("f")
            .add(done)
            .add(
                Task.named("last")
                    .run(
                        in -> {
                          throw new IllegalStateException("no");
                        }))
            .build();
    assertThat(run(flow).state()).isEqualTo(FlowState.REVERTED);
    assertThat(reverted).hasValue(MANY);
  }
}
