package dev.portage.engine;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process may die before or after any of its writes, and so may the one that takes over. What was
 * stored is never done again, what was in doubt is told so when it is done again, and the flow goes
 * on as one that nobody killed could have gone: {@link CommitWitness} looks at every write and at
 * every body of all the processes. One thing at a time, there is one such way.
 */
@Timeout(300)
abstract class CrashAtEveryCommitContract {
  /** A new store on this clock. */
  abstract FlowStore store(ManualClock clock);

  /** How many flows each case kills at each of their commits. */
  abstract int flows();

  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final int SECOND_LIFE = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aFlowIsCarriedToItsEndByLaterProcesses(int parallelism) throws Exception {
    long first = Long.getLong("portage.seed", new Random().nextInt(1_000_000) * 1000L);
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
    private final CommitWitness witness = new CommitWitness(FailurePolicy.REVERT_SCOPE);

    Story(long seed, int parallelism) {
      this.seed = seed;
      this.id = FlowId.of(String.valueOf(seed));
      this.parallelism = parallelism;
    }

    /** Whether a first process really died at its n-th commit; a second one then dies early. */
    boolean isKilledAt(int commit, Moment moment) throws Exception {
      try (Engine engine = engine(new GuardedStore(store, witness::commit))) {
        engine.enqueue("random", id, in -> RandomCode.submit(seed, in));
      }
      boolean died = live(commit, moment);
      if (died && live(1 + commit % SECOND_LIFE, Moment.AFTER)) {
        live(Integer.MAX_VALUE, Moment.BEFORE);
      }
      FlowRecord stored = store.load(id).orElseThrow();
      witness.check(stored);
      if (parallelism == 1) {
        ReferenceModel model = new ReferenceModel(RandomFlow.of(seed), FailurePolicy.REVERT_SCOPE);
        CommitWitness.sameAs(new SerialRun(model).end(), stored);
      }
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
                  return witness.commit(behind, write);
                }
                witness.ledger().kill();
                if (number == lastCommit && moment == Moment.AFTER) {
                  FlowHeader unused = witness.commit(behind, write).join();
                }
                death.complete(null);
                return new CompletableFuture<>();
              });
      try (Engine engine = engine(mortal)) {
        CompletableFuture.anyOf(engine.resume(id).future(), death).get(30, TimeUnit.SECONDS);
      }
      witness.die(id.text());
      clock.advance(LEASE.plusSeconds(1));
      return death.isDone();
    }

    @Override
    public void close() {
      store.close();
    }

    private Engine engine(FlowStore on) {
      Ledger.Pen pen = witness.ledger().pen();
      return Engine.open(
          on,
          FlowCatalog.of(
              "random", in -> RandomCode.of(RandomFlow.of(in.get(RandomCode.SEED)), "random", pen)),
          EngineOptions.defaults()
              .withParallelism(parallelism)
              .withLeaseDuration(LEASE)
              .withClosePatience(Duration.ZERO)
              .withClock(clock));
    }
  }
}
