package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random flows with retries and failures that are reverted, or cancelled, at some commit, by an
 * engine that may die at a later one: once the decision is durable, all is undone in the end.
 */
@Timeout(120)
class RandomRevertsTest {
  private static final int FLOWS = 250;
  private static final int LATEST_COMMIT = 12;
  private static final Duration LEASE = Duration.ofMinutes(1);

  @ParameterizedTest
  @EnumSource(names = {"REVERT", "CANCEL"})
  void whatIsDecidedIsDoneWhoeverDies(Demand demand) throws Exception {
    long first = new Random().nextInt(1_000_000) * 1000L;
    int decided = 0;
    for (long seed = first; seed < first + FLOWS; seed++) {
      decided += new Story(seed, demand).isDecided() ? 1 : 0;
    }
    assertThat(decided)
        .as("flows from seed %s that were caught in time", first)
        .isGreaterThan(FLOWS / 20);
  }

  /** One flow, the engine that is asked, and the one that comes after it. */
  private static final class Story {
    private final Random random;
    private final long seed;
    private final Demand demand;
    private final FlowId id;
    private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
    private final MemoryFlowStore store = new MemoryFlowStore(clock);
    private final Ledger ledger = new Ledger(line -> {});
    private final AtomicInteger commits = new AtomicInteger();
    private final CompletableFuture<FlowRun> run = new CompletableFuture<>();
    private final CompletableFuture<FlowResult> death = new CompletableFuture<>();
    private final CompletableFuture<Boolean> decision;
    private final int asked;
    private final int lastCommit;

    Story(long seed, Demand demand) {
      this.random = new Random(seed);
      this.seed = seed;
      this.demand = demand;
      this.id = FlowId.of(String.valueOf(seed));
      this.asked = 1 + random.nextInt(LATEST_COMMIT);
      this.lastCommit = asked + random.nextInt(LATEST_COMMIT);
      this.decision = new CompletableFuture<>();
    }

    private CompletableFuture<FlowHeader> commit(FlowStore behind, FlowWrite write) {
      int number = commits.incrementAndGet();
      if (number > lastCommit) {
        ledger.kill();
        death.complete(null);
        return new CompletableFuture<>();
      }
      if (number == asked) {
        CompletableFuture<Void> unused =
            run.thenAccept(
                one -> {
                  CompletableFuture<Boolean> unusedToo =
                      one.demand(demand).whenComplete((taken, why) -> decision.complete(taken));
                });
      }
      return behind.commit(write);
    }

    boolean isDecided() throws Exception {
      try (Engine engine = engine(store)) {
        engine.enqueue("random", id, in -> RandomCode.submit(seed, in));
      }
      try (Engine engine = engine(new GuardedStore(store, this::commit))) {
        FlowHandle handle = engine.resume(id);
        run.complete(Objects.requireNonNull(handle.run()));
        CompletableFuture.anyOf(handle.future(), death).get(30, TimeUnit.SECONDS);
      }
      boolean decided = decision.getNow(false);
      clock.advance(LEASE.plusSeconds(1));
      try (Engine engine = engine(store)) {
        FlowRecord stored = engine.resume(id).await().stored();
        if (decided) {
          isUndone(stored);
        }
      }
      return decided;
    }

    private Engine engine(FlowStore on) {
      Ledger.Pen pen = ledger.pen();
      return Engine.open(
          on,
          FlowCatalog.of(
              "random", in -> RandomCode.of(RandomFlow.of(in.get(RandomCode.SEED)), "random", pen)),
          EngineOptions.defaults()
              .withParallelism(4)
              .withLeaseDuration(LEASE)
              .withClosePatience(Duration.ZERO)
              .withClock(clock));
    }

    private void isUndone(FlowRecord stored) {
      String what = "seed " + seed + ", asked at commit " + asked + ", dead after " + lastCommit;
      boolean stuck =
          stored.touched().values().stream()
              .anyMatch(row -> row.state() == AtomState.REVERT_FAILURE);
      assertThat(stored.header().state())
          .as(what)
          .isEqualTo(stuck ? FlowState.FAILURE : FlowState.REVERTED);
      for (AtomRecord row : stored.touched().values()) {
        if (!stuck) {
          assertThat(row.state())
              .as("%s: %s", what, row.name())
              .isIn(AtomState.PENDING, AtomState.REVERTED, AtomState.IGNORE);
        } else {
          assertThat(row.state()).as("%s: %s", what, row.name()).isNotIn(AtomState.RUNNING);
        }
      }
    }
  }
}
