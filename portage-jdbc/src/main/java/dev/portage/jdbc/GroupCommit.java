package dev.portage.jdbc;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.Relay;
import dev.portage.store.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One thread at a time writes: whoever finds nobody at it, or a thread that does nothing else.
 * While it waits for the disk others queue up, and their writes share the next transaction: the
 * more there are, the fewer waits for the disk each one costs. Nothing waits on purpose. A write
 * that is refused is undone alone; nobody is answered before the commit.
 */
final class GroupCommit implements AutoCloseable {
  private static final int MOST_WAITING = 1000;
  private static final int MOST_TRIES = 3;

  private final Database database;
  private final FlowExchange exchange;
  private final WriteQueue<Job> queue = new WriteQueue<>(MOST_WAITING);
  private final Relay answers = new Relay("portage-store-answers");
  private final Thread writer;

  GroupCommit(Database database, FlowExchange exchange) {
    this.database = database;
    this.exchange = exchange;
    this.writer = new Thread(this::run, "portage-writer");
    writer.setDaemon(true);
    writer.start();
  }

  /** Queues a change; dependents of the future run where they may wait for other changes. */
  CompletableFuture<FlowHeader> submit(WriteRows write) {
    CompletableFuture<FlowHeader> done = new CompletableFuture<>();
    add(new Job.Write(write, exchange, new Job.Waiter<>(done, answers)));
    return done;
  }

  /** Makes a change on the calling thread if the writer has nothing to do, else queues it. */
  CompletableFuture<FlowHeader> write(WriteRows write) {
    if (!mayGoFirst()) {
      return submit(write);
    }
    CompletableFuture<FlowHeader> done = new CompletableFuture<>();
    goFirst(new Job.Write(write, exchange, new Job.Waiter<>(done, Runnable::run)));
    return done;
  }

  /** An interrupt would break off what it does; the writer is not interrupted. */
  private boolean mayGoFirst() {
    return !Thread.currentThread().isInterrupted() && queue.mayGoFirst();
  }

  private void goFirst(Job job) {
    try {
      write(List.of(job));
    } finally {
      queue.done();
    }
  }

  /** Queues other work, about a flow or about none, and waits until it is durable. */
  <T> T perform(@Nullable FlowId flow, Job.Work<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Job job = new Job.Other<>(flow, work, new Job.Waiter<>(done, Runnable::run));
    if (mayGoFirst()) {
      goFirst(job);
    } else {
      add(job);
    }
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void add(Job job) {
    String place = database.trouble().place();
    try {
      if (!queue.add(job)) {
        job.refuse(new StoreUnavailableException("the store " + place + " is closed"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      job.refuse(
          new StoreUnavailableException(
              "interrupted before a write to " + place + " was begun", e));
    }
  }

  private void run() {
    List<Job> jobs = queue.take();
    while (!jobs.isEmpty()) {
      write(jobs);
      jobs = queue.take();
    }
  }

  private void write(List<Job> jobs) {
    if (jobs.size() == 1 && jobs.get(0) instanceof Job.Other) {
      writeAlone(jobs.get(0));
    } else {
      writeTogether(jobs);
    }
  }

  /** Writes all in one transaction; if the database fails over what one holds, each in its own. */
  private void writeTogether(List<Job> jobs) {
    Attempt attempt = new Attempt();
    try {
      Round round =
          database.write(
              handle -> {
                Round all = new Round(handle, exchange);
                all.perform(jobs);
                attempt.written = true;
                return all;
              });
      round.tell();
      round.aside().forEach(this::writeAlone);
    } catch (Throwable e) {
      // Throwable: a writer that died of an OutOfMemoryError would leave everybody waiting
      jobs.forEach(job -> exchange.known().forget(job.flow()));
      if (attempt.written || database.trouble().isOfAll(e)) {
        StoreUnavailableException failure =
            database.trouble().unavailable("could not be written", e);
        jobs.forEach(job -> job.fail(failure));
      } else {
        jobs.forEach(this::writeAlone);
      }
    }
  }

  private void writeAlone(Job job) {
    int tries = 1;
    while (!isWrittenAlone(job, tries == MOST_TRIES)) {
      tries++;
    }
  }

  /** Whether that is settled; not if it failed over others' doings, and may well succeed now. */
  private boolean isWrittenAlone(Job job, boolean isLast) {
    exchange.known().forget(job.flow());
    Attempt attempt = new Attempt();
    try {
      Runnable result =
          database.write(
              handle -> {
                Runnable done = job.alone(handle);
                attempt.written = true;
                return done;
              });
      result.run();
    } catch (Job.RefusedException e) {
      job.fail(e.refused());
    } catch (Throwable e) { // as above
      if (!isLast && !attempt.written && database.trouble().isPassing(e)) {
        return false;
      }
      job.fail(database.trouble().unavailable("could not be written", e));
    }
    return true;
  }

  /** How far a transaction came. */
  private static final class Attempt {
    /** It came as far as its commit. */
    private boolean written;
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
    answers.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
