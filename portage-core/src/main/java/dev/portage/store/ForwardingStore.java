package dev.portage.store;

import dev.portage.shape.Fingerprint;
import dev.portage.shape.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A store in front of another: whatever it does not say itself, it passes on. For stores that
 * measure, guard or break what goes through them. Closing closes the one behind.
 */
public interface ForwardingStore extends FlowStore {
  /** The store behind. */
  FlowStore behind();

  @Override
  default CompletableFuture<FlowHeader> commit(FlowWrite write) {
    return behind().commit(write);
  }

  @Override
  default void makeAll(List<FlowWrite> births) {
    behind().makeAll(births);
  }

  @Override
  default Optional<FlowHeader> claim(FlowId id, long revision, LeaseChange.Claim claim) {
    return behind().claim(id, revision, claim);
  }

  @Override
  default boolean renew(FlowId id, long token, Instant until) {
    return behind().renew(id, token, until);
  }

  @Override
  default void release(FlowId id, long token) {
    behind().release(id, token);
  }

  @Override
  default boolean note(Refusal refusal) {
    return behind().note(refusal);
  }

  @Override
  default void note(List<LineageEdge> edges) {
    behind().note(edges);
  }

  @Override
  default void note(RunNote run) {
    behind().note(run);
  }

  @Override
  default List<JournalBatch> batches(@Nullable RunId run) {
    return behind().batches(run);
  }

  @Override
  default long undone(RunId run) {
    return behind().undone(run);
  }

  @Override
  default Optional<RunNote> run(RunId run) {
    return behind().run(run);
  }

  @Override
  default List<RunNote> runs(int most) {
    return behind().runs(most);
  }

  @Override
  default int prune(Expiry expiry, int most) {
    return behind().prune(expiry, most);
  }

  @Override
  default StoreTransaction begin(Class<?> kind) throws InterruptedException {
    return behind().begin(kind);
  }

  @Override
  default CompletableFuture<FlowHeader> commit(FlowWrite write, StoreTransaction transaction) {
    return behind().commit(write, transaction);
  }

  @Override
  default boolean transactionsHoldUpWrites() {
    return behind().transactionsHoldUpWrites();
  }

  @Override
  default int maxPayloadBytes() {
    return behind().maxPayloadBytes();
  }

  @Override
  default long maxFlowBytes() {
    return behind().maxFlowBytes();
  }

  @Override
  default Optional<FlowRecord> load(FlowId id) {
    return behind().load(id);
  }

  @Override
  default List<FlowHeader> find(FlowQuery query) {
    return behind().find(query);
  }

  @Override
  default List<CorruptRecordException> unreadable(FlowQuery.Scope scope) {
    return behind().unreadable(scope);
  }

  @Override
  default List<CensusLine> census(FlowQuery query) {
    return behind().census(query);
  }

  @Override
  default List<SituationCount> situations(CensusLine line) {
    return behind().situations(line);
  }

  @Override
  default List<SituationCount> situations(CensusLine line, FlowQuery query) {
    return behind().situations(line, query);
  }

  @Override
  default List<Shape> shapes(String fingerprintPrefix) {
    return behind().shapes(fingerprintPrefix);
  }

  @Override
  default Optional<Shape> shape(String digest) {
    return behind().shape(digest);
  }

  @Override
  default List<JournalEntry> journal(FlowId id) {
    return behind().journal(id);
  }

  @Override
  default List<FlowId> flowsOf(RunId run) {
    return behind().flowsOf(run);
  }

  @Override
  default SortedMap<String, SortedSet<String>> stepDigests(String flow) {
    return behind().stepDigests(flow);
  }

  @Override
  default List<Refusal> refusals(FlowQuery query) {
    return behind().refusals(query);
  }

  @Override
  default List<LineageEdge> lineage(String flow) {
    return behind().lineage(flow);
  }

  @Override
  default List<LineageEdge> lineage(String flow, Fingerprint from) {
    return behind().lineage(flow, from);
  }

  @Override
  default List<Prunable> prunable(Expiry expiry) {
    return behind().prunable(expiry);
  }

  @Override
  default Optional<JsonNode> original(FlowId id) {
    return behind().original(id);
  }

  @Override
  default String description() {
    return behind().description();
  }

  @Override
  default void close() {
    behind().close();
  }
}
