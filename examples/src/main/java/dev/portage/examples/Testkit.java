package dev.portage.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.LostLeaseException;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.ForwardingStore;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.StoreOptions;
import dev.portage.store.StoreUnavailableException;
import dev.portage.testkit.CrashPoints;
import dev.portage.testkit.FlowStoreContract;
import dev.portage.testkit.LimitContract;
import dev.portage.testkit.SharedContract;
import dev.portage.testkit.StoreSamples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples of {@code docs/guide/testkit.md}; {@code TestkitTest} runs them. */
final class Testkit {
  private Testkit() {}

  // guide:begin contract
  static class OurStoreTest extends FlowStoreContract implements SharedContract {
    @TempDir private Path directory;

    @Override
    protected FlowStore openEmpty(ManualClock clock) {
      return open(StoreOptions.defaults().withClock(clock));
    }

    @Override
    public FlowStore openAnother() {
      return open(StoreOptions.defaults().withClock(clock()));
    }

    /** The store under test; yours stands here. */
    private FlowStore open(StoreOptions options) {
      return FlowStores.open("jdbc:sqlite:" + directory.resolve("flows.db"), options);
    }
  }

  // guide:end

  // guide:begin limits
  static class OurLimitsTest extends LimitContract {
    @Override
    protected FlowStore openEmpty(StoreOptions options) {
      return new MemoryFlowStore(options);
    }
  }

  // guide:end

  // guide:begin forwarding
  /** Counts the writes that took place. */
  record MeteredStore(FlowStore behind, LongAdder writes) implements ForwardingStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      CompletableFuture<FlowHeader> answer = behind.commit(write);
      CompletableFuture<Void> unused = answer.thenRun(writes::increment);
      return answer; // a dependent of it would hide the reason of a refusal from dependents
    }
  }

  static class MeteredStoreTest extends FlowStoreContract {
    @Override
    protected FlowStore openEmpty(ManualClock clock) {
      return new MeteredStore(new MemoryFlowStore(clock), new LongAdder());
    }
  }

  // guide:end

  // guide:begin own
  static class OurOwnTest extends MeteredStoreTest {
    @Test
    void aRefusedWriteIsNotCounted() {
      FlowHeader made = make("1");
      commit(StoreSamples.change(made, FlowState.RUNNING));

      assertThat(store().commit(StoreSamples.change(made, FlowState.RUNNING)))
          .isCompletedExceptionally();
      assertThat(((MeteredStore) store()).writes().sum()).isEqualTo(2);
    }
  }

  // guide:end

  // guide:begin crash
  static class CrashTest {
    private static final FlowId ID = FlowId.of("order-1");
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
    private final AtomicInteger charges = new AtomicInteger();

    @ParameterizedTest
    @EnumSource
    void anOrderEndsWhereverTheProcessBreaks(CrashPoints.Crash crash) throws InterruptedException {
      boolean crashed = true;
      for (int commit = 1; crashed; commit++) {
        charges.set(0);
        FlowStore store = new MemoryFlowStore(clock);
        CrashPoints mortal = CrashPoints.at(commit, crash, store);
        run(mortal);
        crashed = mortal.hasCrashed();

        clock.advance(LEASE); // what the dead process held is free
        run(store);
        assertThat(store.load(ID).orElseThrow().header().state()).isEqualTo(FlowState.SUCCESS);
        assertThat(charges.get()).isBetween(1, 2);
      }
    }

    /** Submits the order or goes on with it, as a process does when it starts. */
    private void run(FlowStore store) throws InterruptedException {
      try (Engine engine = Engine.open(store, catalog(), options())) {
        FlowHandle order =
            store.load(ID).isEmpty() ? engine.submit("order", ID, in -> {}) : engine.resume(ID);
        order.await();
      } catch (StoreUnavailableException | LostLeaseException | IllegalStateException e) {
        assertThat(store).isInstanceOf(CrashPoints.class); // no other store lets a flow down
      }
    }

    private FlowCatalog catalog() {
      Task reserve = Task.named("reserve").run(in -> {});
      Task charge = Task.named("charge").run(in -> charges.incrementAndGet());
      Flow flow = Flow.linear("order").add(reserve).add(charge).build();
      return FlowCatalog.of("order", inputs -> flow);
    }

    private EngineOptions options() {
      return EngineOptions.defaults().withLeaseDuration(LEASE).withClock(clock);
    }
  }
  // guide:end
}
