package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.migration.Assessor.Due;
import dev.portage.migration.Assessor.Settled;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.StaleWriteException;
import dev.portage.store.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Carries many flows over, each in an exchange of its own, without waiting for one exchange before
 * it begins the next: so the store can write many in one transaction. Plans once for all flows of a
 * shape, so it is to be made anew now and then: newer code may have come up. Thread-safe.
 */
public final class Convoy {
  private final Migrator migrator;
  private final FlowStore store;
  private final Assessor assessor;
  private final Executor readers;

  Convoy(Migrator migrator, FlowStore store, Assessor assessor, Executor readers) {
    this.migrator = migrator;
    this.store = store;
    this.assessor = assessor;
    this.readers = readers;
  }

  /**
   * Begins to migrate one flow, by a plan that was made for flows of its shape; see {@link
   * Migrator#migrate(FlowId, Target)}.
   *
   * @return completes with the outcome once it is durable; exceptionally, with {@link
   *     StoreUnavailableException}, if the store could not be reached and the flow is as it was as
   *     far as can be known. Dependents may run on a thread of the store
   */
  public CompletableFuture<Outcome> migrate(FlowId id, Target planned) {
    Attempt attempt = new Attempt(id, planned, new CompletableFuture<>());
    attempt.begin(Migrator.ATTEMPTS);
    return attempt.result;
  }

  /** The same for a flow that was read before; it is read again if it has changed since. */
  public CompletableFuture<Outcome> migrate(FlowRecord read, Target planned) {
    Attempt attempt = new Attempt(read.id(), planned, new CompletableFuture<>());
    attempt.begin(read);
    return attempt.result;
  }

  /** One flow on its way; every part that reads runs on the readers' threads. */
  private final class Attempt {
    private final FlowId id;
    private final Target planned;
    private final CompletableFuture<Outcome> result;

    Attempt(FlowId id, Target planned, CompletableFuture<Outcome> result) {
      this.id = id;
      this.planned = planned;
      this.result = result;
    }

    void begin(int left) {
      read(() -> look(left));
    }

    void begin(FlowRecord read) {
      read(() -> go(assessor.look(read, planned.shape(), migrator.now()), Migrator.ATTEMPTS));
    }

    private void read(Runnable work) {
      try {
        readers.execute(
            () -> {
              try {
                work.run();
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    }

    private void look(int left) {
      go(assessor.look(id, planned.shape(), migrator.now()), left);
    }

    private void go(Assessor.Assessed assessed, int left) {
      if (assessed instanceof Settled settled) {
        result.complete(settled.outcome());
        return;
      }
      Examination examined = ((Due) assessed).examined();
      FlowWrite write = migrator.write(examined);
      Future<?> unused =
          store
              .commit(write)
              .whenComplete((header, thrown) -> ended(examined, write, cause(thrown), left));
    }

    /** On a thread of the store: reads nothing here. */
    private void ended(Examination examined, FlowWrite write, @Nullable Throwable cause, int left) {
      if (cause == null) {
        result.complete(Migrator.migrated(examined));
      } else if (cause instanceof StoreUnavailableException) {
        read(() -> findOut(examined, write, cause));
      } else if (!(cause instanceof StaleWriteException)) {
        result.completeExceptionally(cause);
      } else if (left > 1) {
        begin(left - 1);
      } else {
        result.complete(new Outcome.Busy(null, null));
      }
    }

    /** The connection may have been lost in the moment of the commit. */
    private void findOut(Examination examined, FlowWrite write, Throwable cause) {
      Optional<FlowHeader> now = store.load(id).map(stored -> stored.header());
      if (now.isPresent() && write.hasLanded(now.get())) {
        result.complete(Migrator.migrated(examined));
      } else {
        result.completeExceptionally(cause);
      }
    }
  }

  private static @Nullable Throwable cause(@Nullable Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }
}
