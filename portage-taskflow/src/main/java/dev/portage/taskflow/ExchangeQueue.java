package dev.portage.taskflow;

import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.PayloadException;
import dev.portage.store.StaleWriteException;
import dev.portage.store.StoreUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Writes exchanges, those that wait together in one transaction; each succeeds or fails alone. One
 * thread of its own does it. Thread-safe.
 */
final class ExchangeQueue implements AutoCloseable {
  private static final int MOST_AT_ONCE = 100;
  private static final long MOST_BYTES = 2L << 20;
  private static final long CLOSING_SECONDS = 60;

  private final Database database;
  private final Tables tables;
  private final Journal journal;
  private final InstantSource clock;
  private final BlockingQueue<Job> waiting = new LinkedBlockingQueue<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, "portage-taskflow-writer");
            made.setDaemon(true);
            return made;
          });

  /** A write on its way. */
  private record Job(FlowWrite write, CompletableFuture<FlowHeader> done) {}

  ExchangeQueue(Database database, Tables tables, Journal journal, InstantSource clock) {
    this.database = database;
    this.tables = tables;
    this.journal = journal;
    this.clock = clock;
  }

  CompletableFuture<FlowHeader> add(FlowWrite write) {
    Job job = new Job(write, new CompletableFuture<>());
    waiting.add(job);
    Future<?> unused = thread.submit(this::drain);
    return job.done();
  }

  private void drain() {
    List<Job> jobs = new ArrayList<>();
    for (long bytes = 0; jobs.size() < MOST_AT_ONCE && bytes < MOST_BYTES; ) {
      Job job = waiting.poll();
      if (job == null) {
        break;
      }
      jobs.add(job);
      bytes += job.write().journal() == null ? 0 : job.write().journal().before().size();
    }
    if (jobs.isEmpty()) {
      return;
    }
    List<Runnable> told = new ArrayList<>();
    try {
      database.write(
          handle -> {
            exchange(handle, jobs, told);
            return told;
          });
    } catch (RuntimeException e) {
      jobs.forEach(job -> job.done().completeExceptionally(e));
      return;
    }
    told.forEach(Runnable::run);
  }

  /** Each write behind a savepoint; of each flow one. What is to be told of them is told later. */
  private void exchange(Handle handle, List<Job> jobs, List<Runnable> told) {
    Map<String, StoredFlow> stored = new HashMap<>();
    List<String> ids = jobs.stream().map(job -> job.write().key().id().text()).toList();
    tables.lock(handle, ids);
    tables.some(handle, ids, flow -> stored.put(flow.row().flow(), flow));
    for (Job job : jobs) {
      handle.savepoint("flow");
      try {
        StoredFlow flow = stored.remove(job.write().key().id().text());
        FlowHeader header = exchange(handle, job.write(), flow);
        handle.releaseSavepoint("flow");
        told.add(() -> job.done().complete(header));
      } catch (StaleWriteException | PayloadException | CorruptRecordException e) {
        handle.rollbackToSavepoint("flow");
        told.add(() -> job.done().completeExceptionally(e));
      }
    }
  }

  private FlowHeader exchange(Handle handle, FlowWrite write, @Nullable StoredFlow stored) {
    Instant now = clock.instant();
    if (stored == null) {
      throw new StaleWriteException(
          "flow '"
              + write.key().id()
              + "' was to be written, and is gone or written twice at once");
    }
    FlowRecord record = Translation.record(stored);
    FlowHeader header = write.appliedTo(record.header(), now);
    RowImage before = RowImage.of(stored);
    RowWriter writer = new RowWriter(handle, database.sql(), tables);
    JournalEntry entry = write.journal();
    if (entry == null) {
      throw new StoreUnavailableException("an exchange of '" + write.key().id() + "' has no entry");
    }
    RowImage old = isExactUndo(entry) ? taken(handle, entry) : null;
    RowImage after =
        old == null
            ? RowExchange.make(stored, write, writer, now)
            : new RowRestoration(stored, old, isAsLeft(stored)).make(writer);
    journal.keep(handle, record.shape());
    if (write.head().shape() != null) {
      journal.keep(handle, write.head().shape());
    }
    journal.append(handle, entry, before, Content.of(after.flow(), after.atoms()));
    return header;
  }

  private static boolean isExactUndo(JournalEntry entry) {
    return entry.isUndo()
        && entry.moves().tree().path("undo").path("grade").asString("").equals("restore");
  }

  private @Nullable RowImage taken(Handle handle, JournalEntry undo) {
    return journal.before(handle, undo.flow(), undo.made().undoes()).orElse(null);
  }

  /** Whether the rows are those that the last exchange left. */
  private static boolean isAsLeft(StoredFlow stored) {
    Journal.Past past = stored.past();
    return past != null && past.content().equals(Content.of(stored.row(), stored.atoms()));
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
