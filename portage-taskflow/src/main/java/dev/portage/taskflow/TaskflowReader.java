package dev.portage.taskflow;

import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.CensusLine;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.JournalBatch;
import dev.portage.store.JournalEntry;
import dev.portage.store.NameTemplates;
import dev.portage.store.RunId;
import dev.portage.store.Situation;
import dev.portage.store.SituationCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The flows of a TaskFlow database. Each method reads the database as it is then, unless a log or
 * journal stood beside it on opening: then as it was on opening.
 */
final class TaskflowReader implements FlowReader {
  /** Of values, in bytes; flows beyond that are read alone. */
  private static final long MOST_AT_ONCE = 4L << 20;

  private final Database database;
  private final Journal journal;
  private final Tables tables;

  private TaskflowReader(Database database, Journal journal, Tables tables) {
    this.database = database;
    this.journal = journal;
    this.tables = tables;
  }

  /** Takes the database over, and closes it if it is not TaskFlow's. */
  static TaskflowReader open(Database database, NameTemplates names) {
    try {
      Journal journal = new Journal(database);
      return database.read(
          handle ->
              new TaskflowReader(database, journal, new Tables(handle, database, journal, names)));
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  Tables tables() {
    return tables;
  }

  Journal journal() {
    return journal;
  }

  @Override
  public Optional<FlowRecord> load(FlowId id) {
    return one(id, TaskflowReader::whole);
  }

  @Override
  public Optional<JsonNode> original(FlowId id) {
    return one(id, Original::of);
  }

  /** A flow all of whose columns can be read, also those that have no place in the record. */
  private static FlowRecord whole(StoredFlow stored) {
    Original.of(stored);
    return Translation.record(stored);
  }

  private <T> Optional<T> one(FlowId id, Function<StoredFlow, T> reading) {
    List<T> found = new ArrayList<>();
    some(List.of(id), stored -> found.add(reading.apply(stored)));
    return found.stream().findFirst();
  }

  @Override
  public Map<FlowId, FlowRecord> loadSmall(List<FlowId> ids) {
    Map<FlowId, FlowRecord> small = new HashMap<>();
    long[] left = {MOST_AT_ONCE};
    some(
        ids,
        stored -> {
          try {
            FlowRecord flow = whole(stored);
            left[0] -= bytes(flow);
            if (left[0] >= 0) {
              small.put(flow.id(), flow);
            }
          } catch (CorruptRecordException e) {
            return; // whoever loads it alone is told
          }
        });
    return small;
  }

  private static long bytes(FlowRecord flow) {
    return flow.touched().values().stream().mapToLong(AtomRecord::payloadBytes).sum();
  }

  private void some(List<FlowId> ids, Consumer<StoredFlow> consumer) {
    database.read(
        handle -> {
          tables.some(handle, ids.stream().map(FlowId::text).toList(), consumer);
          return tables;
        });
  }

  private void each(Tables.Depth depth, Consumer<StoredFlow> consumer) {
    database.read(
        handle -> {
          tables.each(handle, depth, consumer);
          return tables;
        });
  }

  @Override
  public List<FlowHeader> find(FlowQuery query) {
    FlowId after = query.page().after();
    NavigableMap<FlowId, FlowHeader> page = new TreeMap<>();
    eachReadable(
        Translation::header,
        header -> {
          if (query.matches(header) && (after == null || header.id().compareTo(after) > 0)) {
            page.put(header.id(), header);
            if (page.size() > query.page().limit()) {
              page.pollLastEntry();
            }
          }
        });
    return List.copyOf(page.values());
  }

  /** Leaves out what cannot be read; {@link #unreadable} tells of it. */
  private <T> void eachReadable(Function<StoredFlow, T> reading, Consumer<T> consumer) {
    each(
        Tables.Depth.POSITION,
        stored -> {
          T read;
          try {
            read = reading.apply(stored);
          } catch (CorruptRecordException e) {
            return;
          }
          consumer.accept(read);
        });
  }

  @Override
  public List<CorruptRecordException> unreadable(FlowQuery.Scope scope) {
    List<CorruptRecordException> unreadable = new ArrayList<>();
    each(
        Tables.Depth.WHOLE,
        stored -> {
          try {
            whole(stored);
          } catch (CorruptRecordException e) {
            unreadable.add(e);
          }
        });
    unreadable.sort(Comparator.comparing(CorruptRecordException::flow));
    return List.copyOf(unreadable);
  }

  @Override
  public List<CensusLine> census(FlowQuery query) {
    Counting counting = new Counting();
    eachReadable(
        Translation::header,
        header -> {
          if (query.matches(header)) {
            counting.add(header);
          }
        });
    return counting.census();
  }

  @Override
  public List<SituationCount> situations(CensusLine line) {
    Map<Situation, List<FlowId>> found = new HashMap<>();
    eachReadable(
        Translation::record,
        stored -> {
          if (Counting.isIn(line, stored.header())) {
            found.computeIfAbsent(Situation.of(stored), s -> new ArrayList<>()).add(stored.id());
          }
        });
    return Counting.counts(found);
  }

  @Override
  public List<Shape> shapes(String fingerprintPrefix) {
    Map<String, Shape> shapes = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    eachReadable(
        Translation::shape,
        shape -> {
          if (seen.add(shape.digest()) && shape.fingerprint().hex().startsWith(fingerprintPrefix)) {
            shapes.put(shape.fingerprint().hex() + shape.digest(), shape);
          }
        });
    return List.copyOf(shapes.values());
  }

  /** The shape under this digest: one that the journal keeps, or that a flow has. */
  @Override
  public Optional<Shape> shape(String digest) {
    Optional<Shape> kept = database.read(handle -> journal.shape(handle, digest));
    return kept.isPresent() ? kept : FlowReader.super.shape(digest);
  }

  @Override
  public List<JournalEntry> journal(FlowId id) {
    return database.read(handle -> journal.of(handle, id));
  }

  @Override
  public List<FlowId> flowsOf(RunId run) {
    return database.read(handle -> journal.flowsOf(handle, run));
  }

  @Override
  public List<JournalBatch> batches(@Nullable RunId run) {
    return database.read(handle -> JournalBatch.of(journal.all(handle, run)));
  }

  @Override
  public String description() {
    return database.url();
  }

  @Override
  public void close() {
    database.close();
  }
}
