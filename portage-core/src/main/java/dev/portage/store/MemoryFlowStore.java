package dev.portage.store;

import dev.portage.model.AtomName;
import dev.portage.model.FlowException;
import dev.portage.shape.Fingerprint;
import dev.portage.shape.Shape;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Flows in memory, for tests and for work that need not survive the process. Everything else is as
 * in a database. Futures are complete on return. Closing forgets nothing, so that a test can close
 * an engine and open another on the same store.
 */
public final class MemoryFlowStore implements FlowStore {
  private final StoreOptions options;
  private final NavigableMap<FlowId, Stored> flows = new TreeMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private final MemoryJournal journal = new MemoryJournal();
  private final MemoryNotes notes = new MemoryNotes();
  private long commits;
  private long refusedWrites;

  /**
   * What is stored of one flow. Its rows are written in place: nobody outside has this map. It is
   * sorted when the flow is loaded, which is rare beside writes.
   */
  private record Stored(FlowHeader header, Map<AtomName, AtomRecord> rows) {}

  /** An empty store on the system's clock. */
  public MemoryFlowStore() {
    this(StoreOptions.defaults());
  }

  /** An empty store whose times are from that clock. */
  public MemoryFlowStore(InstantSource clock) {
    this(StoreOptions.defaults().withClock(clock));
  }

  /** An empty store of that clock and those limits; codecs have nothing to do here. */
  public MemoryFlowStore(StoreOptions options) {
    this.options = options;
  }

  @Override
  public CompletableFuture<FlowHeader> commit(FlowWrite write) {
    try {
      return CompletableFuture.completedFuture(write(write));
    } catch (FlowException e) {
      synchronized (this) {
        refusedWrites++;
      }
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized FlowHeader write(FlowWrite write) {
    write.check(options);
    Stored stored = flows.get(write.key().id());
    FlowHeader header =
        write.appliedTo(stored == null ? null : stored.header(), options.clock().instant());
    Map<AtomName, AtomRecord> rows = stored == null ? new HashMap<>() : stored.rows();
    write.delete().forEach(rows::remove);
    write.put().forEach(row -> rows.put(row.name(), row));
    Shape shape = write.head().shape();
    if (shape != null) {
      shapes.putIfAbsent(shape.digest(), shape);
    }
    JournalEntry entry = write.journal();
    if (entry != null) {
      journal.add(header.flow(), entry);
    }
    if (write.lease() instanceof LeaseChange.Claim) {
      notes.takenUp(header);
    }
    flows.put(header.id(), new Stored(header, rows));
    commits++;
    return header;
  }

  @Override
  public synchronized void makeAll(List<FlowWrite> births) {
    for (FlowWrite birth : births) {
      birth.check(options);
      birth.appliedTo(header(birth.key().id()).orElse(null), options.clock().instant());
    }
    births.forEach(this::write);
  }

  /** How many writes have been made. */
  public synchronized long commits() {
    return commits;
  }

  /** How many writes have been refused. */
  public synchronized long refusals() {
    return refusedWrites;
  }

  @Override
  public synchronized Optional<FlowHeader> claim(
      FlowId id, long revision, LeaseChange.Claim claim) {
    return header(id)
        .filter(header -> header.revision() == revision && header.lease().isFreeFor(claim))
        .map(header -> lease(notes.takenUp(header), header.lease().takenBy(claim)));
  }

  @Override
  public synchronized boolean renew(FlowId id, long token, Instant until) {
    return header(id)
        .filter(header -> header.lease().token() == token && header.lease().owner() != null)
        .map(header -> lease(header, new Lease(header.lease().owner(), until, token)))
        .isPresent();
  }

  @Override
  public synchronized void release(FlowId id, long token) {
    header(id)
        .filter(header -> header.lease().token() == token)
        .ifPresent(header -> lease(header, header.lease().released()));
  }

  @Override
  public synchronized boolean note(Refusal refusal) {
    return notes.note(refusal, header(refusal.flow()).orElse(null));
  }

  @Override
  public synchronized void note(List<LineageEdge> edges) {
    notes.note(edges);
  }

  @Override
  public synchronized void note(RunNote run) {
    notes.note(run);
  }

  @Override
  public synchronized List<RunNote> runs(int most) {
    return notes.runs(most);
  }

  @Override
  public synchronized int prune(Expiry expiry, int most) {
    List<FlowId> expired =
        flows.values().stream()
            .map(Stored::header)
            .filter(expiry::covers)
            .sorted(Comparator.comparing(header -> header.times().changed()))
            .limit(most)
            .map(FlowHeader::id)
            .toList();
    expired.forEach(flows::remove);
    expired.forEach(journal::remove);
    expired.forEach(notes::remove);
    return expired.size();
  }

  private Optional<FlowHeader> header(FlowId id) {
    return Optional.ofNullable(flows.get(id)).map(Stored::header);
  }

  private FlowHeader lease(FlowHeader header, Lease lease) {
    FlowHeader changed = header.with(lease);
    flows.computeIfPresent(header.id(), (id, stored) -> new Stored(changed, stored.rows()));
    return changed;
  }

  @Override
  public int maxPayloadBytes() {
    return options.maxPayloadBytes();
  }

  @Override
  public long maxFlowBytes() {
    return options.maxFlowBytes();
  }

  @Override
  public synchronized Optional<FlowRecord> load(FlowId id) {
    return Optional.ofNullable(flows.get(id)).map(this::record);
  }

  private FlowRecord record(Stored stored) {
    Shape shape = shapes.get(stored.header().shape().digest());
    if (shape == null) {
      throw new IllegalStateException("the first write of a flow stores its shape");
    }
    return FlowRecord.of(stored.header(), shape, stored.rows().values());
  }

  @Override
  public synchronized List<FlowHeader> find(FlowQuery query) {
    FlowId after = query.page().after();
    return (after == null ? flows : flows.tailMap(after, false))
        .values().stream()
            .map(Stored::header)
            .filter(query::matches)
            .limit(query.page().limit())
            .toList();
  }

  @Override
  public List<CorruptRecordException> unreadable(FlowQuery.Scope scope) {
    return List.of();
  }

  @Override
  public synchronized List<CensusLine> census(FlowQuery query) {
    return flows.values().stream()
        .map(Stored::header)
        .filter(query::matches)
        .collect(
            Collectors.groupingBy(
                header -> List.of(header.flow(), header.key().variant(), header.shape())))
        .values()
        .stream()
        .map(CensusLine::of)
        .sorted()
        .toList();
  }

  @Override
  public synchronized List<SituationCount> situations(CensusLine line, FlowQuery query) {
    FlowQuery unfinished = query.in(FlowQuery.Scope.UNFINISHED);
    Map<Situation, List<FlowId>> found = new HashMap<>();
    for (Stored stored : flows.values()) {
      FlowHeader header = stored.header();
      if (line.covers(header) && unfinished.matches(header)) {
        found
            .computeIfAbsent(Situation.of(record(stored)), situation -> new ArrayList<>())
            .add(header.id());
      }
    }
    return SituationCount.of(found);
  }

  @Override
  public synchronized List<Shape> shapes(String fingerprintPrefix) {
    return shapes.values().stream()
        .filter(shape -> shape.fingerprint().hex().startsWith(fingerprintPrefix))
        .sorted(
            Comparator.comparing((Shape shape) -> shape.fingerprint().hex())
                .thenComparing(Shape::digest))
        .toList();
  }

  @Override
  public synchronized List<JournalEntry> journal(FlowId id) {
    return journal.of(id);
  }

  @Override
  public synchronized List<FlowId> flowsOf(RunId run) {
    return journal.flowsOf(run);
  }

  @Override
  public synchronized SortedMap<String, SortedSet<String>> stepDigests(String flow) {
    return journal.stepDigests(flow);
  }

  @Override
  public synchronized List<Refusal> refusals(FlowQuery query) {
    return notes.refusals(query, id -> header(id).stream());
  }

  @Override
  public synchronized List<LineageEdge> lineage(String flow) {
    return notes.lineage(flow);
  }

  @Override
  public synchronized List<LineageEdge> lineage(String flow, Fingerprint from) {
    return notes.lineage(flow, from);
  }

  @Override
  public String description() {
    return "memory";
  }

  @Override
  public void close() {
    // what is stored stays, see the class comment
  }
}
