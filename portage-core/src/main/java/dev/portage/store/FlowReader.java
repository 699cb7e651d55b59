package dev.portage.store;

import dev.portage.shape.Fingerprint;
import dev.portage.shape.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The reading half of a store. Nothing here writes: where the database has read-only transactions,
 * each method holds one of its own. Thread-safe.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store cannot be reached.
 */
public interface FlowReader extends AutoCloseable {
  /**
   * One flow with its rows, all of one moment.
   *
   * @return empty if there is no such flow
   * @throws CorruptRecordException if what is stored of it cannot be read; other flows can
   */
  Optional<FlowRecord> load(FlowId id);

  /**
   * Several flows with their rows, all of one moment. What is not there, cannot be read or is too
   * large to be held beside others is left out: whether a flow is there only {@link #load} can say.
   * A store may leave all of them out.
   */
  default Map<FlowId, FlowRecord> loadSmall(List<FlowId> ids) {
    return Map.of();
  }

  /**
   * The flows that the query means, sorted by id, at most as many as its page says. A flow whose
   * header cannot be read is left out and told to {@link #unreadable}.
   */
  List<FlowHeader> find(FlowQuery query);

  /** Every flow whose header or rows cannot be read, with the reason; empty if all is well. */
  default List<CorruptRecordException> unreadable() {
    return unreadable(FlowQuery.Scope.ALL);
  }

  /**
   * The flows whose header or rows cannot be read, with the reason, sorted by id.
   *
   * @param scope of {@link FlowQuery.Scope#UNFINISHED} the time it takes follows the number of
   *     those, however many are finished; one of which the state cannot be read is among them, and
   *     finished ones may be
   */
  List<CorruptRecordException> unreadable(FlowQuery.Scope scope);

  /**
   * How many flows there are of each name, variant, shape and stamp, sorted in that order. The page
   * of the query does not matter. A flow whose header cannot be read may be left out.
   */
  List<CensusLine> census(FlowQuery query);

  /**
   * In which situations the unfinished flows of a line of the census are, most flows first. A flow
   * that cannot be read is left out and told to {@link #unreadable}.
   */
  default List<SituationCount> situations(CensusLine line) {
    return situations(line, FlowQuery.unfinished());
  }

  /**
   * The same of those flows that a query means. Its page does not matter, and finished flows are in
   * no situation whatever its scope says.
   */
  List<SituationCount> situations(CensusLine line, FlowQuery query);

  /**
   * Every stored shape whose fingerprint begins so, sorted by fingerprint and digest; an empty
   * prefix gives all. A shape that cannot be read is left out; its flows are {@link #unreadable}.
   */
  List<Shape> shapes(String fingerprintPrefix);

  /** The journal of one flow, oldest first; empty if it was never migrated. */
  List<JournalEntry> journal(FlowId id);

  /** The flows that have an entry of that run in their journal, sorted by id; empty if none has. */
  List<FlowId> flowsOf(RunId run);

  /**
   * The digests that the steps for flows of this name had when any of them was taken through, by
   * step id; both sorted. Empty where no flow was migrated by a step.
   */
  default SortedMap<String, SortedSet<String>> stepDigests(String flow) {
    return Collections.emptySortedMap();
  }

  /**
   * Why flows that the query means were not activated, sorted by flow, at most as many as its page
   * says; nothing for a flow that somebody took up since.
   */
  default List<Refusal> refusals(FlowQuery query) {
    return List.of();
  }

  /**
   * What journals say, taken together: latest first. An entry that cannot be read is left out.
   *
   * @param run of which run alone; null for all
   */
  default List<JournalBatch> batches(@Nullable RunId run) {
    List<JournalEntry> entries = new ArrayList<>();
    FlowQuery all = FlowQuery.all();
    for (List<FlowHeader> page = find(all); !page.isEmpty(); ) {
      page.forEach(flow -> entries.addAll(journal(flow.id())));
      page = find(all.after(page.get(page.size() - 1).id()));
    }
    return JournalBatch.of(
        entries.stream().filter(entry -> run == null || entry.made().run().equals(run)).toList());
  }

  /** How many migrations of a run were taken back since. */
  default long undone(RunId run) {
    return flowsOf(run).stream()
        .map(this::journal)
        .mapToLong(entries -> JournalEntry.undone(entries, run))
        .sum();
  }

  /** What is kept of a run; empty if nothing is, which says nothing of its migrations. */
  default Optional<RunNote> run(RunId run) {
    return runs(Integer.MAX_VALUE).stream().filter(note -> note.run().equals(run)).findFirst();
  }

  /** What is kept of runs, those that began last first, at most so many. */
  default List<RunNote> runs(int most) {
    return List.of();
  }

  /** Every edge of the lineage of flows of that name, in no order. */
  default List<LineageEdge> lineage(String flow) {
    return List.of();
  }

  /** Those that lead away from a shape, however many others there are. */
  default List<LineageEdge> lineage(String flow, Fingerprint from) {
    return lineage(flow).stream().filter(edge -> edge.from().equals(from)).toList();
  }

  /** What {@link FlowStore#prune} would remove, sorted by name; names without any are left out. */
  default List<Prunable> prunable(Expiry expiry) {
    return Prunable.in(this, expiry);
  }

  /**
   * What a database of others holds of a flow, as one JSON object in that system's own words and
   * with nothing left out; empty for Portage's own stores and for an unknown flow.
   *
   * @throws CorruptRecordException as {@link #load}
   */
  default Optional<JsonNode> original(FlowId id) {
    return Optional.empty();
  }

  /** Where it reads from, without any password, for messages. */
  String description();

  /** Gives back what it holds. */
  @Override
  void close();

  /** The shape under this digest. */
  default Optional<Shape> shape(String digest) {
    return shapes("").stream().filter(shape -> shape.digest().equals(digest)).findFirst();
  }
}
