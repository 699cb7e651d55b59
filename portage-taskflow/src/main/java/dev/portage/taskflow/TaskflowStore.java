package dev.portage.taskflow;

import dev.portage.model.FlowException;
import dev.portage.shape.Shape;
import dev.portage.store.CensusLine;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalBatch;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.LineageEdge;
import dev.portage.store.Refusal;
import dev.portage.store.RunId;
import dev.portage.store.SituationCount;
import dev.portage.store.StoreOptions;
import dev.portage.store.UnusableStoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The flows of a TaskFlow database, to be migrated in place. It takes exchanges and undos, and
 * nothing else: TaskFlow alone makes flows, drives them and removes them. No lease says whether it
 * is driving one just now; a flow whose rows were written since it was read is not exchanged.
 */
final class TaskflowStore implements FlowStore {
  private final Database database;
  private final FlowReader reader;
  private final StoreOptions options;
  private final ExchangeQueue queue;

  private TaskflowStore(Database database, TaskflowReader reader, StoreOptions options) {
    this.database = database;
    this.reader = reader;
    this.options = options;
    this.queue = new ExchangeQueue(database, reader.tables(), reader.journal(), options.clock());
  }

  /** Takes the database over; makes the journal's tables where the place says so. */
  static TaskflowStore open(Database database, JournalPlace place, StoreOptions options) {
    TaskflowReader reader = TaskflowReader.open(database, options.nameTemplates());
    try {
      if (place.isSaid()) {
        database.write(
            handle -> {
              reader.journal().create(handle);
              return place;
            });
      } else if (!database.<Boolean>read(reader.journal()::isThere)) {
        throw new UnusableStoreException(
            database.url()
                + " cannot be migrated: nobody has said where the journal is to be kept, without"
                + " which nothing could be undone\n  next: add ?journal=FILE for a SQLite file beside,"
                + " or ?journal=here for tables of Portage's own in that database");
      }
      return new TaskflowStore(database, reader, options);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public CompletableFuture<FlowHeader> commit(FlowWrite write) {
    if (write.expected().isAbsent()) {
      return CompletableFuture.failedFuture(
          refused("flow '" + write.key().id() + "' was to be made"));
    }
    if (write.journal() == null) {
      return CompletableFuture.failedFuture(
          refused("flow '" + write.key().id() + "' was to be changed without a migration"));
    }
    try {
      write.check(options);
    } catch (FlowException e) {
      return CompletableFuture.failedFuture(e);
    }
    return queue.add(write);
  }

  private UnusableStoreException refused(String what) {
    return new UnusableStoreException(
        what
            + " in "
            + database.url()
            + ", where TaskFlow alone makes flows and drives them\n  next: let TaskFlow do it;"
            + " Portage migrates its flows, and takes that back");
  }

  @Override
  public Optional<FlowHeader> claim(FlowId id, long revision, LeaseChange.Claim claim) {
    throw refused("flow '" + id + "' was to be claimed");
  }

  @Override
  public boolean renew(FlowId id, long token, Instant until) {
    throw refused("a lease of flow '" + id + "' was to be extended");
  }

  /** Nobody has one. */
  @Override
  public void release(FlowId id, long token) {}

  @Override
  public boolean note(Refusal refusal) {
    throw refused("why flow '" + refusal.flow() + "' was not activated was to be noted");
  }

  /** Not kept: all flows of the database come from the code that TaskFlow runs. */
  @Override
  public void note(List<LineageEdge> edges) {}

  @Override
  public int maxPayloadBytes() {
    return options.maxPayloadBytes();
  }

  // ---- reading

  @Override
  public Optional<FlowRecord> load(FlowId id) {
    return reader.load(id);
  }

  @Override
  public Map<FlowId, FlowRecord> loadSmall(List<FlowId> ids) {
    return reader.loadSmall(ids);
  }

  @Override
  public List<FlowHeader> find(FlowQuery query) {
    return reader.find(query);
  }

  @Override
  public List<CorruptRecordException> unreadable(FlowQuery.Scope scope) {
    return reader.unreadable(scope);
  }

  @Override
  public List<CensusLine> census(FlowQuery query) {
    return reader.census(query);
  }

  @Override
  public List<SituationCount> situations(CensusLine line) {
    return reader.situations(line);
  }

  @Override
  public List<Shape> shapes(String fingerprintPrefix) {
    return reader.shapes(fingerprintPrefix);
  }

  @Override
  public Optional<Shape> shape(String digest) {
    return reader.shape(digest);
  }

  @Override
  public List<JournalEntry> journal(FlowId id) {
    return reader.journal(id);
  }

  @Override
  public List<FlowId> flowsOf(RunId run) {
    return reader.flowsOf(run);
  }

  @Override
  public List<JournalBatch> batches(@Nullable RunId run) {
    return reader.batches(run);
  }

  @Override
  public Optional<JsonNode> original(FlowId id) {
    return reader.original(id);
  }

  @Override
  public String description() {
    return reader.description();
  }

  @Override
  public void close() {
    queue.close();
    reader.close();
  }
}
