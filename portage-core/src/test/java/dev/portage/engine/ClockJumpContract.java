package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clocks that jump by an hour end leases early or late; still one engine at a time writes a flow,
 * and none of its completions is written twice or lost.
 */
@Timeout(120)
abstract class ClockJumpContract {
  private static final int FLOWS = 40;
  private static final int TASKS = 5;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final long LONGEST_BODY = Duration.ofMillis(20).toNanos();

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final ManualClock one = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualClock other = ManualClock.at("2026-03-01T12:00:00Z");
  private final Map<String, Integer> completions = new ConcurrentHashMap<>();

  /** A new store on this clock. */
  abstract FlowStore openEmpty(ManualClock clock);

  private Engine engine(FlowStore store, String owner, ManualClock clock) {
    Flow.Builder flow = Flow.linear("f");
    for (int i = 1; i <= TASKS; i++) {
      flow.add(Task.named("t" + i).run(in -> LockSupport.parkNanos(somewhile())));
    }
    FlowListener witness =
        new FlowListener() {
          @Override
          public void onAtom(AtomTransition transition) {
            if (transition.to().name().equals("SUCCESS")) {
              completions.merge(transition.flow().id() + "/" + transition.atom(), 1, Integer::sum);
            }
          }
        };
    return Engine.open(
        store,
        FlowCatalog.of("f", in -> flow.build()),
        EngineOptions.defaults().withOwner(owner).withClock(clock).withListener(witness));
  }

  private long somewhile() {
    return random.nextLong(LONGEST_BODY);
  }

  @Test
  void leasesThatEndEarlyOrLateNeverLetTwoWrite() throws Exception {
    try (FlowStore store = openEmpty(one);
        Engine ann = engine(store, "ann", one);
        Engine bob = engine(store, "bob", other)) {
      for (int i = 0; i < FLOWS; i++) {
        (i % 2 == 0 ? ann : bob).submit("f", FlowId.of("flow-" + i), in -> {});
        ManualClock jumping = random.nextBoolean() ? one : other;
        jumping.advance(random.nextBoolean() ? HOUR : HOUR.negated());
        ResumeReport unused = (random.nextBoolean() ? ann : bob).resumeAll();
      }
      finish(store, List.of(ann, bob));
      assertThat(store.find(FlowQuery.all()))
          .as("seed " + seed)
          .hasSize(FLOWS)
          .allMatch(flow -> flow.state() == FlowState.SUCCESS)
          .anyMatch(flow -> flow.lease().token() > 1);
    }
    assertThat(completions)
        .as("seed " + seed)
        .hasSize(FLOWS * TASKS)
        .allSatisfy((atom, times) -> assertThat(times).as(atom).isEqualTo(1));
  }

  /** Perhaps not in success: the other engine may have taken it, and its own not noticed yet. */
  private void awaitItsEnd(FlowHandle run) {
    assertThat(run.future().handle((result, thrown) -> true))
        .as("seed " + seed)
        .succeedsWithin(Duration.ofSeconds(30));
  }

  /** A lease that was taken at the latest hour ends late for whoever lives at the earliest. */
  private void finish(FlowStore store, List<Engine> engines) throws InterruptedException {
    while (!store.find(FlowQuery.unfinished().limit(1)).isEmpty()) {
      one.advance(HOUR);
      other.advance(HOUR);
      for (Engine engine : engines) {
        ResumeReport report = engine.resumeAll();
        assertThat(report.refused()).as("seed " + seed).isEmpty();
        assertThat(report.unreadable()).as("seed " + seed).isEmpty();
        report.resumed().forEach(this::awaitItsEnd);
      }
    }
  }
}
