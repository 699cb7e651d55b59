package dev.portage.engine;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One write, tried again with growing pauses while the store cannot be reached: a store that says
 * so has written nothing, and giving up would lose what a task has just done.
 */
final class PatientCommit {
  private static final Logger LOG = LoggerFactory.getLogger(PatientCommit.class);
  private static final long FIRST_PAUSE = Duration.ofMillis(20).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(2).toNanos();

  private final FlowStore store;
  private final ScheduledExecutorService timer;
  private final FlowWrite write;
  private final long giveUpAfter;
  private final CompletableFuture<FlowHeader> done = new CompletableFuture<>();
  private final long began = System.nanoTime();
  private long pause = FIRST_PAUSE;

  private PatientCommit(Workshop shop, FlowWrite write) {
    this.store = shop.store();
    this.timer = shop.timer();
    this.write = write;
    this.giveUpAfter = shop.options().leaseDuration().toNanos();
  }

  /** Completes as the store's own future does, but tries for as long as a lease may last. */
  static CompletableFuture<FlowHeader> of(Workshop shop, FlowWrite write) {
    PatientCommit commit = new PatientCommit(shop, write);
    commit.attempt();
    return commit.done;
  }

  private void attempt() {
    try {
      CompletableFuture<FlowHeader> unused =
          store.commit(write).whenComplete((header, thrown) -> judge(header, thrown));
    } catch (RuntimeException e) {
      judge(null, e); // a store that throws instead of completing exceptionally
    }
  }

  private void judge(@Nullable FlowHeader header, @Nullable Throwable thrown) {
    if (header != null) {
      done.complete(header);
      return;
    }
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause == null) {
      done.completeExceptionally(new IllegalStateException("the store gave no header"));
    } else if (cause instanceof StoreUnavailableException
        && System.nanoTime() - began < giveUpAfter) {
      again(cause);
    } else {
      done.completeExceptionally(cause);
    }
  }

  private void again(Throwable cause) {
    LOG.warn(
        "flow '{}' could not be written and is tried again: {}",
        write.key().id(),
        cause.getMessage());
    try {
      Future<?> unused = timer.schedule(this::attempt, pause, TimeUnit.NANOSECONDS);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    } catch (RejectedExecutionException e) {
      cause.addSuppressed(e); // the engine has been closed
      done.completeExceptionally(cause);
    }
  }
}
