package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Repetition;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.MemoryFlowStore;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cancel meets a flow at any moment, its last included. */
@Timeout(60)
class CancelRacesTest {
  @Test
  void aCancelAtAnyMomentEndsInSuccessOrRevertedAndNeverStuck() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    AtomicInteger open = new AtomicInteger();
    Flow.Builder wide = Flow.unordered("wide");
    for (int i = 0; i < 3; i++) {
      wide.add(counted("w" + i, open));
    }
    Flow flow =
        Flow.linear("f")
            .add(counted("first", open))
            .add(wide.build())
            .add(counted("limited", open).timeout(Duration.ofMinutes(1)).repeat(Repetition.upTo(2)))
            .add(counted("last", open))
            .build();
    try (Engine engine =
        Engine.open(
            new MemoryFlowStore(), FlowCatalog.of("f", in -> flow), EngineOptions.defaults())) {
      for (int i = 0; i < 400; i++) {
        FlowId id = FlowId.of("race-" + i);
        FlowHandle handle = engine.submit("f", id, in -> {});
        int spins = random.nextInt(20_000);
        for (int spin = 0; spin < spins && !handle.isDone(); spin++) {
          Thread.onSpinWait();
        }
        handle.cancel();
        FlowState end = handle.await().state();
        assertThat(end).as("seed %s, flow %s", seed, i).isIn(FlowState.SUCCESS, FlowState.REVERTED);
        assertThat(open.getAndSet(0))
            .as("seed %s, flow %s: done and not undone", seed, i)
            .isEqualTo(end == FlowState.SUCCESS ? 6 : 0);
      }
    }
  }

  private static Task counted(String name, AtomicInteger open) {
    return Task.named(name)
        .run(
            in -> {
              if (Thread.interrupted()) {
                throw new InterruptedException();
              }
              open.incrementAndGet();
            })
        .revert(
            in -> {
              if (in.failure() == null) {
                open.decrementAndGet();
              }
            });
  }
}
