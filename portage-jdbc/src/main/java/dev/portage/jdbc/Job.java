package dev.portage.jdbc;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.StoreUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** What one caller wants of the writer. */
sealed interface Job {
  /** The flow that it is about; null if it is about none, or any. */
  @Nullable FlowId flow();

  /**
   * Does it in a transaction of its own.
   *
   * @return tells whoever waits, once that is committed
   * @throws RefusedException if it must not be done, so that nothing is committed
   */
  Runnable alone(Handle handle);

  /** Tells whoever waits that it was not done. */
  void fail(Throwable failure);

  /** The same at once: it was never queued. */
  void refuse(StoreUnavailableException why);

  /** What is done within a transaction. */
  interface Work<T> {
    /** Reads and writes; throws to have its own writes undone. */
    T in(Handle handle);
  }

  /** Carries out of a transaction what its only work threw. */
  final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final RuntimeException refused;

    RefusedException(RuntimeException refused) {
      super(refused);
      this.refused = refused;
    }

    RuntimeException refused() {
      return refused;
    }
  }

  /**
   * Whoever waits for a result.
   *
   * @param done completed with it
   * @param answers where that is done
   */
  record Waiter<T>(CompletableFuture<T> done, Executor answers) {
    void succeed(T result) {
      answers.execute(() -> done.complete(result));
    }

    void fail(Throwable failure) {
      answers.execute(() -> done.completeExceptionally(failure));
    }

    Runnable alone(Work<T> work, Handle handle) {
      try {
        T result = work.in(handle);
        return () -> succeed(result);
      } catch (JdbiException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new RefusedException(e);
      }
    }
  }

  /** A change of a flow, which others can share its statements with. */
  record Write(WriteRows write, FlowExchange exchange, Waiter<FlowHeader> waiter) implements Job {
    @Override
    public FlowId flow() {
      return write.flow();
    }

    @Override
    public Runnable alone(Handle handle) {
      return waiter.alone(in -> exchange.write(in, write), handle);
    }

    @Override
    public void fail(Throwable failure) {
      waiter.fail(failure);
    }

    @Override
    public void refuse(StoreUnavailableException why) {
      waiter.done().completeExceptionally(why);
    }
  }

  /** Anything else. */
  record Other<T>(@Nullable FlowId flow, Work<T> work, Waiter<T> waiter) implements Job {
    private static final String SAVEPOINT = "one_job";

    @Override
    public Runnable alone(Handle handle) {
      return waiter.alone(work, handle);
    }

    /** Shares a transaction; what it wrote is undone if it throws. */
    Runnable among(Handle handle) {
      handle.savepoint(SAVEPOINT);
      try {
        T result = work.in(handle);
        handle.releaseSavepoint(SAVEPOINT);
        return () -> waiter.succeed(result);
      } catch (JdbiException e) {
        throw e;
      } catch (RuntimeException e) {
        handle.rollbackToSavepoint(SAVEPOINT);
        handle.releaseSavepoint(SAVEPOINT);
        return () -> waiter.fail(e);
      }
    }

    @Override
    public void fail(Throwable failure) {
      waiter.fail(failure);
    }

    @Override
    public void refuse(StoreUnavailableException why) {
      waiter.done().completeExceptionally(why);
    }
  }
}
