package dev.portage.engine;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import dev.portage.model.FlowException;
import dev.portage.model.Repetition;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body on its way that has so long, or is run again after a passing failure if its task says so.
 * Says once how it ended; nobody is in the body then, or will be. No thread waits between two runs.
 * Thread-safe.
 */
final class Effort {
  private static final Logger LOG = LoggerFactory.getLogger(Effort.class);
  private static final double JITTER = 0.1;

  private final Workshop shop;
  private final Stint stint;
  private final Assignment assignment;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  private Effort(Workshop shop, Stint stint) {
    this.shop = shop;
    this.stint = stint;
    this.assignment = stint.assignment();
  }

  /**
   * Begins to run a body.
   *
   * @param ended told once how it ended, on any thread
   * @throws java.util.concurrent.RejectedExecutionException if the engine is closed
   */
  static void begin(Workshop shop, Stint stint, Consumer<Outcome> ended) {
    Effort effort = new Effort(shop, stint);
    Future<?> unused = effort.outcome.thenAccept(ended);
    stint.whenIdle(() -> effort.outcome.complete(stint.stopped(null)));
    effort.begin();
  }

  private void begin() {
    Duration timeout = assignment.task().timeout();
    if (timeout != null) {
      Future<?> alarm =
          shop.timer()
              .schedule(() -> stint.stop(Stint.Stop.LATE), timeout.toNanos(), TimeUnit.NANOSECONDS);
      Future<?> unused = outcome.thenRun(() -> alarm.cancel(false));
    }
    Repetition repetition = assignment.task().repetition();
    if (repetition == null) {
      shop.threads().execute(() -> outcome.complete(stint.run()));
    } else {
      repeat(repetition);
    }
  }

  private void repeat(Repetition repetition) {
    Assignment again = assignment.again();
    CompletableFuture<Outcome> runs =
        Failsafe.with(policy(repetition))
            .with(
                (body, pause, unit) ->
                    shop.timer().schedule(() -> shop.threads().execute(quiet(body)), pause, unit))
            .getAsync(context -> stint.run(context.isFirstAttempt() ? assignment : again));
    Future<?> unused =
        runs.whenComplete(
            (how, thrown) -> {
              if (how != null) {
                outcome.complete(how);
              } else if (!outcome.isDone()) {
                LOG.debug("the engine is closed: {} is in doubt", assignment.task(), thrown);
              }
            });
    Future<?> unusedToo = outcome.thenRun(() -> runs.cancel(false)); // the pause, if there is one
  }

  /** What a body throws is in its outcome, so this throws nothing that anybody waits for. */
  private static Runnable quiet(Callable<?> body) {
    return new FutureTask<>(body);
  }

  private RetryPolicy<Outcome> policy(Repetition repetition) {
    RetryPolicyBuilder<Outcome> policy =
        RetryPolicy.<Outcome>builder()
            .withMaxAttempts(repetition.runs())
            .handleResultIf(how -> how != null && isPassing(repetition, how));
    Duration first = repetition.firstPause();
    if (first.compareTo(repetition.longestPause()) < 0 && !first.isZero()) {
      policy.withBackoff(first, repetition.longestPause()).withJitter(JITTER);
    } else if (!first.isZero()) {
      policy.withDelay(first).withJitter(JITTER);
    }
    return policy.build();
  }

  /** What Portage itself throws does not pass: a missing slot, a stop, a result too large. */
  private static boolean isPassing(Repetition repetition, Outcome how) {
    Throwable thrown = how.thrown();
    return thrown != null
        && !(thrown instanceof FlowException)
        && repetition.on().stream().anyMatch(kind -> kind.isInstance(thrown));
  }
}
