package dev.portage.jdbc;

import dev.portage.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * One thread that writes. While it waits for the disk others queue up, and their writes share the
 * next transaction: the more there are, the fewer waits for the disk each one costs. Nothing waits
 * on purpose. A write that is refused is undone alone; nobody is answered before the commit.
 */
final class GroupCommit implements AutoCloseable {
  private static final int MOST_WAITING = 1000;
  private static final String SAVEPOINT = "one_write";

  private final Jdbi jdbi;
  private final SqlTrouble trouble;
  private final WriteQueue<Job<?>> queue = new WriteQueue<>(MOST_WAITING);
  private final ExecutorService answers = Executors.newCachedThreadPool(GroupCommit::answering);
  private final Thread writer;

  GroupCommit(Jdbi jdbi, SqlTrouble trouble) {
    this.jdbi = jdbi;
    this.trouble = trouble;
    this.writer = new Thread(this::run, "portage-writer");
    writer.setDaemon(true);
    writer.start();
  }

  private static Thread answering(Runnable work) {
    Thread thread = new Thread(work, "portage-store-answers");
    thread.setDaemon(true);
    return thread;
  }

  /** What is done within a transaction. */
  interface Work<T> {
    /** Reads and writes; throws to have its own writes undone. */
    T in(Handle handle);
  }

  /** Queues work; dependents of the future run on threads where they may wait for other writes. */
  <T> CompletableFuture<T> submit(Work<T> work) {
    return add(new Job<>(work, new CompletableFuture<>(), answers));
  }

  /** Queues work and waits until it is durable. */
  <T> T perform(Work<T> work) {
    CompletableFuture<T> done = add(new Job<>(work, new CompletableFuture<>(), Runnable::run));
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private <T> CompletableFuture<T> add(Job<T> job) {
    try {
      if (!queue.add(job)) {
        job.done.completeExceptionally(
            new StoreUnavailableException("the store " + trouble.place() + " is closed"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      job.done.completeExceptionally(
          new StoreUnavailableException(
              "interrupted before a write to " + trouble.place() + " was begun", e));
    }
    return job.done;
  }

  private void run() {
    List<Job<?>> jobs = queue.take();
    while (!jobs.isEmpty()) {
      write(jobs);
      jobs = queue.take();
    }
  }

  /** Writes all in one transaction; if the database fails over what one holds, each in its own. */
  private void write(List<Job<?>> jobs) {
    List<Runnable> results = new ArrayList<>();
    Progress progress = new Progress();
    try {
      jdbi.useTransaction(
          handle -> {
            for (Job<?> job : jobs) {
              results.add(jobs.size() == 1 ? job.alone(handle) : job.among(handle));
            }
            progress.written = true;
          });
      results.forEach(Runnable::run);
    } catch (Refusal e) {
      jobs.forEach(job -> job.fail(e.refused));
    } catch (Throwable e) {
      // Throwable: a writer that died of an OutOfMemoryError would leave everybody waiting
      if (jobs.size() > 1 && !progress.written && !trouble.isOfAll(e)) {
        jobs.forEach(job -> write(List.of(job)));
      } else {
        StoreUnavailableException failure = trouble.unavailable("could not be written", e);
        jobs.forEach(job -> job.fail(failure));
      }
    }
  }

  /** Whether a transaction came as far as its commit. */
  private static final class Progress {
    private boolean written;
  }

  /** Carries what the only work of a transaction threw out of it, so that nothing is committed. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final RuntimeException refused;

    Refusal(RuntimeException refused) {
      super(refused);
      this.refused = refused;
    }
  }

  /** Work and whoever waits for it. */
  private record Job<T>(Work<T> work, CompletableFuture<T> done, Executor answers) {
    /** Has a transaction for itself. */
    Runnable alone(Handle handle) {
      try {
        T result = work.in(handle);
        return () -> succeed(result);
      } catch (JdbiException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new Refusal(e);
      }
    }

    /** Shares a transaction; what it wrote is undone if it throws. */
    Runnable among(Handle handle) {
      handle.savepoint(SAVEPOINT);
      try {
        T result = work.in(handle);
        handle.releaseSavepoint(SAVEPOINT);
        return () -> succeed(result);
      } catch (JdbiException e) {
        throw e;
      } catch (RuntimeException e) {
        handle.rollbackToSavepoint(SAVEPOINT);
        handle.releaseSavepoint(SAVEPOINT);
        return () -> fail(e);
      }
    }

    private void succeed(T result) {
      answers.execute(() -> done.complete(result));
    }

    private void fail(Throwable failure) {
      answers.execute(() -> done.completeExceptionally(failure));
    }
  }

  /** Writes what is queued, answers, and takes nothing more. */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        // what is queued is written all the same; the interrupt is passed on afterwards
        interrupted = true;
      }
    }
    answers.shutdown();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
