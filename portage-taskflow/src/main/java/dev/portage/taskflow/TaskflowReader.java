package dev.portage.taskflow;

import dev.portage.shape.Shape;
import dev.portage.store.CensusLine;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.JournalEntry;
import dev.portage.store.RunId;
import dev.portage.store.Situation;
import dev.portage.store.SituationCount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private final TaskflowFile file;
  private final Tables tables;

  private TaskflowReader(TaskflowFile file, Tables tables) {
    this.file = file;
    this.tables = tables;
  }

  static TaskflowReader open(Path path) {
    TaskflowFile file = TaskflowFile.open(path);
    try {
      return new TaskflowReader(file, file.read(handle -> new Tables(handle, file)));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
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
    each(Tables.Depth.WHOLE, id.text(), stored -> found.add(reading.apply(stored)));
    return found.stream().findFirst();
  }

  private void each(Tables.Depth depth, @Nullable String id, Consumer<StoredFlow> consumer) {
    file.read(
        handle -> {
          tables.each(handle, depth, id, consumer);
          return tables;
        });
  }

  @Override
  public List<FlowHeader> find(FlowQuery query) {
    FlowId after = query.page().after();
    return headers(query).stream()
        .filter(header -> after == null || header.id().compareTo(after) > 0)
        .limit(query.page().limit())
        .toList();
  }

  /** What the query means, whatever its page says, sorted by id. */
  private List<FlowHeader> headers(FlowQuery query) {
    List<FlowHeader> headers = new ArrayList<>();
    eachReadable(
        Translation::header,
        header -> {
          if (query.matches(header)) {
            headers.add(header);
          }
        });
    headers.sort(Comparator.comparing(FlowHeader::id));
    return headers;
  }

  /** Leaves out what cannot be read; {@link #unreadable} tells of it. */
  private <T> void eachReadable(Function<StoredFlow, T> reading, Consumer<T> consumer) {
    each(
        Tables.Depth.POSITION,
        null,
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
        null,
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
    return Counting.census(headers(query));
  }

  @Override
  public List<SituationCount> situations(CensusLine line, FlowQuery query) {
    FlowQuery unfinished = query.in(FlowQuery.Scope.UNFINISHED);
    Map<Situation, List<FlowId>> found = new HashMap<>();
    eachReadable(
        Translation::record,
        stored -> {
          if (line.covers(stored.header()) && unfinished.matches(stored.header())) {
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

  @Override
  public List<JournalEntry> journal(FlowId id) {
    return List.of();
  }

  @Override
  public List<FlowId> flowsOf(RunId run) {
    return List.of();
  }

  @Override
  public String description() {
    return "taskflow:jdbc:sqlite:" + file;
  }

  @Override
  public void close() {
    file.close();
  }
}
