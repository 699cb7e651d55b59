package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomState;
import dev.portage.model.Slot;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process may die before or after any of its writes: what was stored is never done again, and the
 * flow ends as one that nobody killed could have ended.
 */
@Timeout(120)
abstract class CrashAtEveryCommitContract {
  /** A new store on this clock. */
  abstract FlowStore store(ManualClock clock);

  /** How many flows each case kills at each of their commits. */
  abstract int flows();

  private static final Slot<Long> SEED = Slot.of("seed", Long.class);
  private static final Duration LEASE = Duration.ofMinutes(1);

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aFlowIsCarriedToItsEndByLaterProcesses(int parallelism) throws Exception {
    long first = new Random().nextInt(1_000_000) * 1000L;
    for (long seed = first; seed < first + flows(); seed++) {
      boolean died = true;
      for (int commit = 1; died; commit++) {
        died = false;
        for (Moment moment : Moment.values()) {
          try (Story story = new Story(seed, parallelism)) {
            died |= story.isKilledAt(commit, moment);
          }
        }
      }
    }
  }

  private enum Moment {
    BEFORE,
    AFTER
  }

  /** One flow and the processes that work on it. */
  private final class Story implements AutoCloseable {
    private final long seed;
    private final FlowId id;
    private final int parallelism;
    private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
    private final FlowStore store = store(clock);
    private final Ledger ledger = new Ledger();
    private final Map<List<String>, Long> stored = new ConcurrentHashMap<>();

    Story(long seed, int parallelism) {
      this.seed = seed;
      this.id = FlowId.of(String.valueOf(seed));
      this.parallelism = parallelism;
    }

    /** Whether a first process really died at its n-th commit; a second one then dies early. */
    boolean isKilledAt(int commit, Moment moment) throws Exception {
      try (Engine engine = engine(store)) {
        engine.enqueue("random", id, in -> in.put(SEED, seed));
      }
      boolean died = live(commit, moment);
      if (died && live(2, Moment.AFTER)) {
        live(Integer.MAX_VALUE, Moment.BEFORE);
      }
      check();
      return died;
    }

    private boolean live(int lastCommit, Moment moment) throws Exception {
      CompletableFuture<FlowResult> death = new CompletableFuture<>();
      AtomicInteger commits = new AtomicInteger();
      GuardedStore mortal =
          new GuardedStore(
              store,
              (behind, write) -> {
                int number = commits.incrementAndGet();
                if (number < lastCommit) {
                  return written(behind, write);
                }
                ledger.kill();
                if (number == lastCommit && moment == Moment.AFTER) {
                  written(behind, write).join();
                }
                death.complete(null);
                return new CompletableFuture<>();
              });
      try (Engine engine = engine(mortal)) {
        CompletableFuture.anyOf(engine.resume(id).future(), death).get(30, TimeUnit.SECONDS);
      }
      clock.advance(LEASE.plusSeconds(1));
      return death.isDone();
    }

    private CompletableFuture<FlowHeader> written(FlowStore behind, FlowWrite write) {
      FlowHeader done = behind.commit(write).join();
      for (AtomRecord row : write.put()) {
        String task = row.name().template();
        if (row.state() == AtomState.SUCCESS) {
          stored.put(List.of("execute", task), ledger.count(id.text(), "execute", task));
        } else if (row.state() == AtomState.REVERTED) {
          stored.put(List.of("revert", task), ledger.count(id.text(), "revert", task));
        }
      }
      return CompletableFuture.completedFuture(done);
    }

    @Override
    public void close() {
      store.close();
    }

    private Engine engine(FlowStore on) {
      Ledger.Pen pen = ledger.pen();
      return Engine.open(
          on,
          FlowCatalog.of("random", in -> RandomFlow.of(in.get(SEED)).flow("random", pen)),
          EngineOptions.defaults()
              .withParallelism(parallelism)
              .withLeaseDuration(LEASE)
              .withClosePatience(Duration.ZERO)
              .withClock(clock));
    }

    private void check() {
      new ModelChecks(seed, store.load(id).orElseThrow()).endedAsItMust();
      stored.forEach(
          (what, times) ->
              assertThat(ledger.count(id.text(), what.get(0), what.get(1)))
                  .as("seed " + seed + ": " + what + " after it was stored")
                  .isEqualTo(times));
      List<Ledger.Line> begun =
          ledger.of(id.text()).stream()
              .filter(line -> line.isBegin() && line.body().equals("execute"))
              .toList();
      for (int i = 0; i < begun.size(); i++) {
        Ledger.Line line = begun.get(i);
        boolean again =
            begun.subList(0, i).stream().anyMatch(other -> other.task().equals(line.task()));
        assertThat(line.context().idempotencyKey()).isEqualTo(id + "/" + line.task() + "/1");
        assertThat(!again || line.context().isReExecution())
            .as("seed " + seed + ": " + line.task() + " knows that it runs again")
            .isTrue();
      }
    }
  }
}
