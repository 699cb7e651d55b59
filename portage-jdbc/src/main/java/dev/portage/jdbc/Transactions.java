package dev.portage.jdbc;

import dev.portage.model.FlowException;
import dev.portage.store.FlowHeader;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that bodies work in, so many at a time, beside the writer's. Where a database has
 * one writer only, they use its connection, one at a time, and writes wait. Thread-safe.
 */
final class Transactions implements AutoCloseable {
  private final Database database;
  private final int most;
  private final Semaphore free;
  private final ExecutorService commits = Executors.newCachedThreadPool(Transactions::committing);
  private final boolean isWriters;
  private volatile @Nullable Thread inside;

  private Transactions(Database database, int most, boolean isWriters) {
    this.database = database;
    this.most = most;
    this.free = new Semaphore(Math.max(0, most), true);
    this.isWriters = isWriters;
  }

  /** On connections of their own, so many that there is one for each. */
  static Transactions beside(Database database, int most) {
    return new Transactions(database, most, false);
  }

  /** On the connection that the writer uses. */
  static Transactions insteadOf(Database writing) {
    return new Transactions(writing, 1, true);
  }

  private static Thread committing(Runnable work) {
    Thread thread = new Thread(work, "portage-store-commits");
    thread.setDaemon(true);
    return thread;
  }

  /** Whether the writer waits for them. */
  boolean holdUpWrites() {
    return isWriters;
  }

  /**
   * Begins one, once it is its turn.
   *
   * @throws FlowException if there are none of that kind, or the calling thread is in one that
   *     would have to end first
   * @throws dev.portage.store.StoreUnavailableException if the database cannot be reached
   */
  JdbcTransaction begin(Class<?> kind) throws InterruptedException {
    checkKind(kind);
    checkOutside();
    free.acquire();
    Handle handle = null;
    try {
      handle = database.begin();
      JdbcTransaction begun =
          new JdbcTransaction(handle, database.trouble(), this::leave, free::release);
      inside = Thread.currentThread();
      return begun;
    } catch (JdbiException e) {
      if (handle != null) {
        handle.close();
      }
      free.release();
      throw database.trouble().unavailable("gives no connection to a task", e);
    }
  }

  private void checkKind(Class<?> kind) {
    if (kind != Connection.class) {
      throw new FlowException(
          "a task cannot work in a transaction of the store "
              + database.trouble().place()
              + " with a "
              + kind.getName()
              + "\n  expected: "
              + Connection.class.getName());
    }
    if (most < 1) {
      throw new FlowException(
          "a task cannot work in a transaction of the store "
              + database.trouble().place()
              + ": its data source has one connection, which the store writes with"
              + "\n  expected: at least two");
    }
  }

  private void leave() {
    inside = null;
  }

  /** Refuses what could never be done: the calling thread would wait for itself. */
  void checkOutside() {
    if (isWriters && inside == Thread.currentThread()) {
      throw new FlowException(
          "the body of a transactional task writes to its own store "
              + database.trouble().place()
              + ", which waits until the body has ended"
              + "\n  next: submit, resume or revert flows before or after the task");
    }
  }

  /** Writes a change in a transaction and commits both. */
  CompletableFuture<FlowHeader> commit(
      JdbcTransaction transaction, FlowExchange exchange, WriteRows write) {
    try {
      return CompletableFuture.supplyAsync(() -> transaction.commit(exchange, write), commits);
    } catch (RejectedExecutionException e) {
      transaction.close();
      return CompletableFuture.failedFuture(database.trouble().unavailable("is closed", e));
    }
  }

  @Override
  public void close() {
    commits.shutdown();
    if (!isWriters) {
      database.close();
    }
  }
}
