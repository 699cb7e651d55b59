package dev.portage.engine;

import dev.portage.store.FlowExistsException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.StaleWriteException;
import dev.portage.store.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One write, tried again with growing pauses while the store cannot be reached: giving up would
 * lose what a task has just done. A try of which the store cannot say what became of it may have
 * landed; the next is refused then, as the flow is no longer what it was, and that is no refusal.
 */
final class PatientCommit {
  private static final Logger LOG = LoggerFactory.getLogger(PatientCommit.class);

  private final Workshop shop;
  private final FlowWrite write;
  private final Pauses pauses;
  private final CompletableFuture<FlowHeader> done = new CompletableFuture<>();
  private boolean mayHaveLanded;

  private PatientCommit(Workshop shop, FlowWrite write) {
    this.shop = shop;
    this.write = write;
    this.pauses = new Pauses(shop.options().leaseDuration());
  }

  /** Completes as the store's own future does, but tries for as long as a lease may last. */
  static CompletableFuture<FlowHeader> of(Workshop shop, FlowWrite write) {
    PatientCommit commit = new PatientCommit(shop, write);
    commit.attempt(shop.store()::commitHere);
    return commit.done;
  }

  private void attempt(Function<FlowWrite, CompletableFuture<FlowHeader>> way) {
    try {
      CompletableFuture<FlowHeader> unused =
          way.apply(write).whenComplete((header, thrown) -> judge(header, thrown));
    } catch (RuntimeException e) {
      judge(null, e); // a store that throws instead of completing exceptionally
    }
  }

  private void judge(@Nullable FlowHeader header, @Nullable Throwable thrown) {
    if (header != null) {
      done.complete(header);
      return;
    }
    Throwable cause = cause(thrown);
    if (cause == null) {
      done.completeExceptionally(new IllegalStateException("the store gave no header"));
    } else if (cause instanceof StoreUnavailableException) {
      again(cause);
    } else if (mayHaveLanded
        && (cause instanceof StaleWriteException || cause instanceof FlowExistsException)) {
      // on a thread of our own: this one may be the store's
      onward(cause, () -> shop.threads().execute(() -> lookFor(cause)));
    } else {
      done.completeExceptionally(cause);
    }
  }

  /** Has an earlier try landed after all? */
  private void lookFor(Throwable refusal) {
    try {
      Optional<FlowHeader> stored = shop.store().load(write.key().id()).map(FlowRecord::header);
      if (stored.isPresent() && write.hasLanded(stored.get())) {
        LOG.info("flow '{}' was written, though the store could not say so", write.key().id());
        done.complete(stored.get());
      } else {
        done.completeExceptionally(refusal);
      }
    } catch (StoreUnavailableException e) {
      again(e);
    } catch (RuntimeException e) {
      refusal.addSuppressed(e);
      done.completeExceptionally(refusal);
    }
  }

  /** What a store has answered with. */
  static @Nullable Throwable cause(@Nullable Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  private void again(Throwable cause) {
    mayHaveLanded = true;
    if (pauses.areOver()) {
      done.completeExceptionally(cause);
      return;
    }
    LOG.warn(
        "flow '{}' could not be written and is tried again: {}",
        write.key().id(),
        cause.getMessage());
    long now = pauses.next();
    onward(
        cause,
        () -> {
          Runnable next = () -> attempt(shop.store()::commit); // the timer must not wait
          Future<?> unused = shop.timer().schedule(next, now, TimeUnit.NANOSECONDS);
        });
  }

  private void onward(Throwable cause, Runnable step) {
    try {
      step.run();
    } catch (RejectedExecutionException e) {
      cause.addSuppressed(e); // the engine has been closed
      done.completeExceptionally(cause);
    }
  }
}
