package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One engine drives a flow at a time. */
@Timeout(60)
class LeasesTest {
  private static final FlowId ID = FlowId.of("one");
  private static final Slot<String> BY = Slot.of("by", String.class);

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final MemoryFlowStore store = new MemoryFlowStore(clock);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger later = new AtomicInteger();

  private Engine engine(String owner, Duration lease, Task.Execute first) {
    Flow flow =
        Flow.linear("f")
            .add(Task.named("first").provides(BY).execute(first))
            .add(Task.named("later").run(in -> later.incrementAndGet()))
            .build();
    return Engine.open(
        store,
        FlowCatalog.of("f", in -> flow),
        EngineOptions.defaults()
            .withOwner(owner)
            .withClock(clock)
            .withLeaseDuration(lease)
            .withClosePatience(Duration.ofMillis(10)));
  }

  private Engine slow(Duration lease) {
    return engine(
        "slow",
        lease,
        in -> {
          begun.countDown();
          go.await(20, TimeUnit.SECONDS);
          return "slow";
        });
  }

  @Test
  void aFlowThatAnotherDrivesIsBusy() throws Exception {
    try (Engine slow = slow(Duration.ofMinutes(1));
        Engine other = engine("other", Duration.ofMinutes(1), in -> "other")) {
      FlowHandle handle = slow.submit("f", ID, in -> {});
      begun.await();
      FlowHeader before = store.load(ID).orElseThrow().header();
      assertThatThrownBy(() -> other.resume(ID))
          .isInstanceOfSatisfying(
              FlowBusyException.class,
              busy -> {
                assertThat(busy.owner()).isEqualTo("slow");
                assertThat(busy.until()).isEqualTo(Instant.parse("2026-03-01T12:01:00Z"));
              });
      assertThat(store.load(ID).orElseThrow().header()).isEqualTo(before);
      assertThat(other.resumeAll().resumed()).isEmpty();
      assertThat(slow.resume(ID).id()).as("one's own run is joined").isEqualTo(ID);
      go.countDown();
      assertThat(handle.await().get(BY)).isEqualTo("slow");
    }
    assertThat(later).hasValue(1);
  }

  @Test
  void whoWakesUpAfterItsLeaseHasEndedWritesNothing() throws Exception {
    try (Engine slow = slow(Duration.ofHours(1));
        Engine other = engine("other", Duration.ofHours(1), in -> "other")) {
      FlowHandle first = slow.submit("f", ID, in -> {});
      begun.await();
      clock.advance(Duration.ofHours(2));
      FlowResult result = other.resume(ID).await();
      assertThat(result.get(BY)).isEqualTo("other");
      long commits = store.commits();
      go.countDown();
      assertThatThrownBy(first::await)
          .isInstanceOf(LostLeaseException.class)
          .hasMessageContaining("flow 'one' by 'slow' stopped")
          .hasMessageContaining("another engine has claimed the flow");
      assertThat(store.commits()).isEqualTo(commits);
      assertThat(store.refusals()).isEqualTo(1);
    }
    assertThat(store.load(ID).orElseThrow().header().state()).isEqualTo(FlowState.SUCCESS);
    assertThat(later).hasValue(1);
  }

  @Test
  void anEngineThatIsOnlySlowKeepsItsLease() throws Exception {
    try (Engine slow = slow(Duration.ofMillis(30))) {
      FlowHandle handle = slow.submit("f", ID, in -> {});
      begun.await();
      clock.advance(Duration.ofMinutes(1));
      Awaitility.await()
          .until(() -> store.load(ID).orElseThrow().header().lease().isLiveAt(clock.instant()));
      go.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.SUCCESS);
    }
  }

  @Test
  void aRunThatLostItsLeaseIsToldWithoutAWrite() throws Exception {
    try (Engine slow = slow(Duration.ofMillis(30));
        Engine other = engine("other", Duration.ofHours(1), in -> "other")) {
      FlowHandle first = slow.submit("f", ID, in -> {});
      begun.await();
      Awaitility.await()
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                clock.advance(Duration.ofMinutes(1));
                try {
                  return other.resume(ID).await().state() == FlowState.SUCCESS;
                } catch (FlowBusyException e) {
                  return false; // renewed in between
                }
              });
      assertThatThrownBy(first::await).isInstanceOf(LostLeaseException.class);
      go.countDown();
    }
    assertThat(later).hasValue(1);
  }

  @Test
  void aClosedEngineTakesNothingMore() {
    Engine closed = slow(Duration.ofHours(1));
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.submit("f", in -> {}))
        .isInstanceOf(EngineClosedException.class);
    assertThatThrownBy(() -> closed.resume(ID)).isInstanceOf(EngineClosedException.class);
    assertThatThrownBy(closed::resumeAll).isInstanceOf(EngineClosedException.class);
  }

  @Test
  void closingStoresWhatEndsInTimeAndLeavesTheRestToOthers() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("first")
                    .run(
                        in -> {
                          begun.countDown();
                          go.await(20, TimeUnit.SECONDS);
                        }))
            .add(Task.named("later").run(in -> later.incrementAndGet()))
            .build();
    EngineOptions options = EngineOptions.defaults().withClock(clock);
    Engine closing = Engine.open(store, FlowCatalog.of("f", in -> flow), options);
    FlowHandle handle = closing.submit("f", ID, in -> {});
    begun.await();
    Thread closer = new Thread(closing::close);
    closer.start();
    Awaitility.await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    go.countDown();
    closer.join();
    assertThatThrownBy(handle::await).isInstanceOf(EngineClosedException.class);
    assertThat(later).hasValue(0);
    FlowHeader header = store.load(ID).orElseThrow().header();
    assertThat(header.state()).isEqualTo(FlowState.RUNNING);
    assertThat(header.lease().owner()).isNull();
    try (Engine next =
        Engine.open(store, FlowCatalog.of("f", in -> flow), options.withOwner("next"))) {
      assertThat(next.resumeAll().resumed().get(0).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(later).hasValue(1);
  }

  @Test
  void whatStillRunsWhenPatienceEndsKeepsItsLease() throws Exception {
    FlowHandle handle;
    try (Engine slow = slow(Duration.ofHours(1))) {
      handle = slow.submit("f", ID, in -> {});
      begun.await();
    }
    assertThatThrownBy(handle::await)
        .isInstanceOf(EngineClosedException.class)
        .hasMessageContaining("resume it after its lease has ended");
    FlowHeader header = store.load(ID).orElseThrow().header();
    assertThat(header.lease().owner()).isEqualTo("slow");
    assertThat(header.state()).isEqualTo(FlowState.RUNNING);
  }
}
