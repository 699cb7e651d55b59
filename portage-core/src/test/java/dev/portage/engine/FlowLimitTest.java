package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomName;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.StoreOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A flow does not grow over the limit of its store. */
@Timeout(60)
class FlowLimitTest {
  private static final FlowId ID = FlowId.of("one");

  private final FlowStore store =
      new MemoryFlowStore(StoreOptions.defaults().withMaxFlowBytes(100_000));
  private final AtomicInteger undone = new AtomicInteger();

  /** Puts out a hundred times so many bytes, and some more. */
  private Task task(String name, int bytes) {
    return Task.named(name)
        .provides(Slot.of(name, String.class))
        .execute(in -> "x".repeat(bytes * 100))
        .revert(in -> undone.incrementAndGet());
  }

  private FlowRecord run(Flow flow) throws Exception {
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("f", in -> flow), EngineOptions.defaults())) {
      return engine.submit("f", ID, in -> {}).await().stored();
    }
  }

  private String failure(FlowRecord stored, String task) {
    return stored.touched().get(AtomName.of(task)).execution().failure().message();
  }

  @Test
  void theTaskWhoseOutputIsTooMuchFailsAndTheRestIsUndone() throws Exception {
    FlowRecord stored =
        run(Flow.linear("f").add(task("a", 400)).add(task("b", 400)).add(task("c", 400)).build());

    assertThat(stored.header().state()).isEqualTo(FlowState.REVERTED);
    assertThat(failure(stored, "c"))
        .contains("what is stored of flow 'one' with the output of task 'c' has")
        .contains("the store takes at most 100000", "StoreOptions");
    assertThat(undone).hasValue(3);
  }

  @Test
  void oneThatFitsRuns() throws Exception {
    FlowRecord stored = run(Flow.linear("f").add(task("a", 400)).add(task("b", 400)).build());

    assertThat(stored.header().state()).isEqualTo(FlowState.SUCCESS);
  }

  @Test
  void whatAnEarlierAttemptPutOutDoesNotCount() throws Exception {
    Task fails =
        Task.named("fails")
            .run(
                in -> {
                  if (in.context().attempt() < 4) {
                    throw new IllegalStateException("not yet");
                  }
                });
    FlowRecord stored =
        run(Flow.linear("f").retry(Retry.times("r", 5)).add(task("a", 600)).add(fails).build());

    assertThat(stored.header().state()).isEqualTo(FlowState.SUCCESS);
  }

  @Test
  void whatWasStoredBeforeAResumeCounts() throws Exception {
    Flow flow = Flow.linear("f").add(task("a", 800)).add(task("b", 400)).build();
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("f", in -> flow), EngineOptions.defaults())) {
      engine.enqueue("f", ID, in -> {});
      try (FlowStepper steps = engine.stepwise(ID)) {
        assertThat(steps.step()).isPresent();
      }
    }
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("f", in -> flow), EngineOptions.defaults())) {
      FlowRecord stored = engine.resume(ID).await().stored();
      assertThat(stored.header().state()).isEqualTo(FlowState.REVERTED);
      assertThat(failure(stored, "b")).contains("the store takes at most 100000");
    }
  }
}
