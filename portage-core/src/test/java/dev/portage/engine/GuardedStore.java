package dev.portage.engine;

import dev.portage.shape.Shape;
import dev.portage.store.CensusLine;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.LineageEdge;
import dev.portage.store.Refusal;
import dev.portage.store.RunId;
import dev.portage.store.SituationCount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A store in front of another, with something to say about every write. */
final class GuardedStore implements FlowStore {
  /** Makes a write, or not. */
  @FunctionalInterface
  interface Door {
    /** Answers as {@link FlowStore#commit}. */
    CompletableFuture<FlowHeader> commit(FlowStore behind, FlowWrite write);
  }

  private final FlowStore behind;
  private final Door door;

  GuardedStore(FlowStore behind, Door door) {
    this.behind = behind;
    this.door = door;
  }

  @Override
  public CompletableFuture<FlowHeader> commit(FlowWrite write) {
    return door.commit(behind, write);
  }

  @Override
  public Optional<FlowHeader> claim(FlowId id, long revision, LeaseChange.Claim claim) {
    return behind.claim(id, revision, claim);
  }

  @Override
  public boolean renew(FlowId id, long token, Instant until) {
    return behind.renew(id, token, until);
  }

  @Override
  public void release(FlowId id, long token) {
    behind.release(id, token);
  }

  @Override
  public boolean note(Refusal refusal) {
    return behind.note(refusal);
  }

  @Override
  public void note(List<LineageEdge> edges) {
    behind.note(edges);
  }

  @Override
  public List<Refusal> refusals(FlowQuery query) {
    return behind.refusals(query);
  }

  @Override
  public List<LineageEdge> lineage(String flow) {
    return behind.lineage(flow);
  }

  @Override
  public int maxPayloadBytes() {
    return behind.maxPayloadBytes();
  }

  @Override
  public Optional<FlowRecord> load(FlowId id) {
    return behind.load(id);
  }

  @Override
  public List<FlowHeader> find(FlowQuery query) {
    return behind.find(query);
  }

  @Override
  public List<CorruptRecordException> unreadable() {
    return behind.unreadable();
  }

  @Override
  public List<CensusLine> census(FlowQuery query) {
    return behind.census(query);
  }

  @Override
  public List<SituationCount> situations(CensusLine line) {
    return behind.situations(line);
  }

  @Override
  public List<Shape> shapes(String fingerprintPrefix) {
    return behind.shapes(fingerprintPrefix);
  }

  @Override
  public List<JournalEntry> journal(FlowId id) {
    return behind.journal(id);
  }

  @Override
  public List<FlowId> flowsOf(RunId run) {
    return behind.flowsOf(run);
  }

  @Override
  public String description() {
    return behind.description();
  }

  @Override
  public void close() {
    behind.close();
  }
}
