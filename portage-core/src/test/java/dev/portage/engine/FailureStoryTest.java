package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.MemoryFlowStore;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureStoryTest {
  private final RunStatistics statistics = new RunStatistics();

  private static Task quiet(String name) {
    return Task.named(name).run(in -> {});
  }

  private FlowResult run(Flow flow) throws InterruptedException {
    EngineOptions options =
        EngineOptions.defaults()
            .withParallelism(1)
            .withListener(statistics)
            .withListener(new LoggingListener());
    try (Engine engine =
        Engine.open(new MemoryFlowStore(), FlowCatalog.of("checkout", in -> flow), options)) {
      return engine.submit("checkout", FlowId.of("order-7"), in -> {}).await();
    }
  }

  private static Flow flow(Task.Revert release) {
    return Flow.linear("checkout")
        .add(quiet("log"))
        .add(quiet("reserve").revert(release))
        .add(
            Flow.linear("payment")
                .add(
                    Task.named("charge")
                        .run(
                            in -> {
                              throw new IllegalStateException(
                                  "card refused", new IOException("timed out"));
                            })
                        .revert(in -> {}))
                .build())
        .add(quiet("notify"))
        .build();
  }

  @Test
  void tellsWhatFailedWhereWhatWasUndoneAndWhatNeverRan() throws InterruptedException {
    FlowResult result = run(flow(in -> {}));
    assertThat(result.story())
        .hasToString(
            """
            flow 'order-7' (checkout) is REVERTED
              failed: charge (in checkout > payment), attempt 1
                java.lang.IllegalStateException: card refused
                because java.io.IOException: timed out
                done before it: log, reserve
              undone: reserve, charge
              not undone: log, it has no revert
              never ran: notify""");
  }

  @Test
  void tellsWhatCouldNotBeUndone() throws InterruptedException {
    FlowResult result =
        run(
            flow(
                in -> {
                  throw new IOException("warehouse closed");
                }));
    assertThat(result.state()).isEqualTo(FlowState.FAILURE);
    assertThat(result.story().toString())
        .contains("not undone: reserve, its revert failed: java.io.IOException: warehouse closed")
        .contains("not undone: log, it is SUCCESS");
  }

  @Test
  void saysSoIfNothingFailed() throws InterruptedException {
    FlowResult result = run(Flow.linear("checkout").add(quiet("only")).build());
    assertThat(result.story().toString()).endsWith("is SUCCESS\n  no task has failed");
  }

  @Test
  void statisticsCountExecutionsAndStates() throws InterruptedException {
    FlowResult unused = run(flow(in -> {}));
    assertThat(statistics.flows().get("checkout"))
        .containsEntry(FlowState.RUNNING, 1L)
        .containsEntry(FlowState.REVERTED, 1L);
    assertThat(statistics.tasks())
        .containsOnlyKeys("checkout/log", "checkout/reserve", "checkout/charge");
    RunStatistics.Count charge = statistics.tasks().get("checkout/charge");
    assertThat(charge.failed()).isEqualTo(1);
    assertThat(charge.succeeded()).isZero();
    assertThat(charge.mean()).isLessThan(Duration.ofMinutes(1));
  }
}
