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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body on its way: run once or, if its task says so, again after a passing failure; stopped when
 * its time is up. Says once how it ended, whatever the body still does. No thread waits between two
 * runs. Thread-safe.
 */
final class Effort {
  /** What a body may take to end after its interrupt, so that it is not reverted while it runs. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Effort.class);
  private static final double JITTER = 0.1;

  private final Workshop shop;
  private final Assignment assignment;
  private final Consumer<Outcome> ended;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private @Nullable Thread thread;
  private boolean late;

  private Effort(Workshop shop, Assignment assignment, Consumer<Outcome> ended) {
    this.shop = shop;
    this.assignment = assignment;
    this.ended = ended;
  }

  /**
   * Begins to run a body.
   *
   * @param ended told once how it ended, on any thread
   * @throws java.util.concurrent.RejectedExecutionException if the engine is closed
   */
  static void begin(Workshop shop, Assignment assignment, Consumer<Outcome> ended) {
    new Effort(shop, assignment, ended).begin();
  }

  private void begin() {
    Future<?> unused = outcome.thenAccept(this::end);
    Duration timeout = assignment.task().timeout();
    if (timeout != null) {
      Future<?> alarm = after(timeout, this::interrupt);
      Future<?> unusedToo = outcome.thenRun(() -> alarm.cancel(false));
    }
    Repetition repetition = assignment.task().repetition();
    if (repetition == null) {
      shop.threads().execute(() -> outcome.complete(run(assignment)));
    } else {
      repeat(repetition);
    }
  }

  private Future<?> after(Duration pause, Runnable then) {
    return shop.timer().schedule(then, pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void repeat(Repetition repetition) {
    Assignment again = assignment.again();
    Future<?> unused =
        Failsafe.with(policy(repetition))
            .with(
                (body, pause, unit) ->
                    shop.timer().schedule(() -> shop.threads().execute(quiet(body)), pause, unit))
            .getAsync(context -> run(context.isFirstAttempt() ? assignment : again))
            .whenComplete(
                (how, thrown) -> {
                  if (how != null) {
                    outcome.complete(how);
                  } else {
                    LOG.debug("the engine is closed: {} is in doubt", assignment.task(), thrown);
                  }
                });
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

  /** What Portage itself throws does not pass: a missing slot, a result that can't be stored. */
  private synchronized boolean isPassing(Repetition repetition, Outcome how) {
    Throwable thrown = how.thrown();
    return thrown != null
        && !late
        && !(thrown instanceof FlowException)
        && repetition.on().stream().anyMatch(kind -> kind.isInstance(thrown));
  }

  private Outcome run(Assignment now) {
    synchronized (this) {
      thread = Thread.currentThread();
    }
    Outcome how = now.run(shop.runner());
    synchronized (this) {
      thread = null;
      if (late) {
        boolean unused = Thread.interrupted(); // meant for the body, which has ended
      }
    }
    return how;
  }

  private void interrupt() {
    synchronized (this) {
      late = true;
      if (thread != null) {
        thread.interrupt();
        Future<?> unused = after(GRACE, () -> outcome.complete(timedOut(null)));
        return;
      }
    }
    outcome.complete(timedOut(null)); // between two runs
  }

  private Outcome timedOut(@Nullable Throwable interrupted) {
    return assignment.failed(
        shop.runner(),
        new TaskTimeoutException(
            assignment.task(), assignment.in().context().flowId(), interrupted));
  }

  private void end(Outcome how) {
    boolean tooLate;
    synchronized (this) {
      tooLate = late;
    }
    boolean isTold = how.thrown() instanceof TaskTimeoutException;
    ended.accept(tooLate && !isTold ? timedOut(how.thrown()) : how);
  }
}
