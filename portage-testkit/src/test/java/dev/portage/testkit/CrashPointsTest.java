package dev.portage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.LostLeaseException;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.StaleWriteException;
import dev.portage.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class CrashPointsTest {
  /** Submit, first start, three completions. */
  private static final int COMMITS = 5;

  private static final FlowId ID = FlowId.of("1");
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final List<String> bodies = new CopyOnWriteArrayList<>();

  private Engine engine(FlowStore store) {
    Flow flow =
        Flow.linear("order")
            .add(Task.named("a").run(in -> bodies.add("a")))
            .add(Task.named("b").run(in -> bodies.add("b")))
            .add(Task.named("c").run(in -> bodies.add("c")))
            .build();
    return Engine.open(
        store,
        FlowCatalog.of("order", in -> flow),
        EngineOptions.defaults().withLeaseDuration(LEASE).withClock(clock));
  }

  private void run(FlowStore store) throws InterruptedException {
    try (Engine engine = engine(store)) {
      Optional<FlowRecord> stored = store.load(ID);
      FlowHandle handle =
          stored.isEmpty() ? engine.submit("order", ID, in -> {}) : engine.resume(ID);
      assertThat(handle.await().state()).isEqualTo(FlowState.SUCCESS);
    } catch (LostLeaseException e) {
      assertThat(e).hasCauseInstanceOf(StaleWriteException.class); // by a write of its own
    } catch (StoreUnavailableException | IllegalStateException e) {
      assertThat(e).hasMessageContaining("as the test asked");
    }
    clock.advance(LEASE);
  }

  @ParameterizedTest
  @EnumSource
  void aFlowEndsWhereverSomethingBreaks(CrashPoints.Crash crash) throws InterruptedException {
    boolean crashed = true;
    int commit = 0;
    while (crashed) {
      commit++;
      bodies.clear();
      MemoryFlowStore store = new MemoryFlowStore(clock);
      CrashPoints mortal = CrashPoints.at(commit, crash, store);
      run(mortal);
      crashed = mortal.hasCrashed();
      if (store.load(ID).filter(stored -> stored.header().state().isFinished()).isEmpty()) {
        run(store);
      }
      FlowRecord stored = store.load(ID).orElseThrow();
      assertThat(stored.header().state()).isEqualTo(FlowState.SUCCESS);
      assertThat(stored.touched().values())
          .extracting(AtomRecord::state)
          .containsExactly(AtomState.SUCCESS, AtomState.SUCCESS, AtomState.SUCCESS);
      assertThat(new ArrayList<>(bodies)).containsSubsequence("a", "b", "c");
      assertThat(bodies.size()).isLessThanOrEqualTo(4);
    }
    assertThat(commit).isEqualTo(COMMITS + 1);
  }

  @Test
  void aDeadProcessLeavesNoTrace() {
    MemoryFlowStore store = new MemoryFlowStore(clock);
    CrashPoints mortal = CrashPoints.at(2, CrashPoints.Crash.DIES_BEFORE, store);
    OpenedStore.commit(mortal, StoreSamples.creation("1"));
    mortal.claim(ID, 1, StoreSamples.claim("ann", clock.instant()));
    assertThatThrownBy(() -> OpenedStore.commit(mortal, StoreSamples.creation("2")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at commit 2")
        .hasMessageContaining("flow '2'");
    FlowRecord before = store.load(ID).orElseThrow();

    assertThatThrownBy(() -> OpenedStore.commit(mortal, StoreSamples.creation("3")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(mortal.claim(ID, 1, StoreSamples.claim("ann", clock.instant()))).isEmpty();
    assertThat(mortal.renew(ID, 1, clock.instant().plusSeconds(900))).isTrue();
    mortal.release(ID, 1);

    assertThat(store.load(ID)).contains(before);
    assertThat(store.commits()).isEqualTo(1);
    assertThat(mortal.commits()).isEqualTo(3);
  }

  @Test
  void commitsAreCountedFromOne() {
    assertThatThrownBy(
            () -> CrashPoints.at(0, CrashPoints.Crash.DIES_AFTER, new MemoryFlowStore(clock)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0");
  }
}
