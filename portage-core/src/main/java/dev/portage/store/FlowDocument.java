package dev.portage.store;

import dev.portage.model.DefinitionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One flow as a JSON document that stands for itself: what is stored of it, and its shape. To be
 * kept as a fixture of tests, sent to somebody, or put into another store. The same flow gives the
 * same bytes. What its store has given it (revision, lease, when it was written) is not in it.
 *
 * <pre>{@code
 * {
 *   "schema" : "portage/flow/1",
 *   "id" : "order-000412",
 *   "flow" : "checkout",
 *   "state" : "RUNNING",
 *   "fingerprint" : "6b1f...",
 *   "shape" : [ "portage-shape/1", "linear checkout", "  task reserve 1.0", "  task charge 1.0" ],
 *   "inputs" : { "order" : "o-412" },
 *   "atoms" : [ { "name" : "reserve", "kind" : "task", "state" : "SUCCESS", ... } ]
 * }
 * }</pre>
 *
 * @param flow the flow
 * @param journal what was migrated, oldest first; for people to read, not put into another store
 */
public record FlowDocument(FlowRecord flow, List<JournalEntry> journal) {
  /** The name and version of the format. */
  public static final String SCHEMA = "portage/flow/1";

  /** Copies the journal. */
  public FlowDocument {
    journal = List.copyOf(journal);
  }

  /** Without a journal. */
  public static FlowDocument of(FlowRecord flow) {
    return new FlowDocument(flow, List.of());
  }

  /**
   * Reads the documents of a file, which stand one after the other, or in one array.
   *
   * @param file what mistakes call it
   * @param json at least one document, in UTF-8
   * @throws DefinitionException with every mistake
   */
  public static List<FlowDocument> parse(String file, byte[] json) {
    return new FlowDocumentReading(file).read(json);
  }

  /** The same of a text. */
  public static List<FlowDocument> parse(String file, String json) {
    return parse(file, json.getBytes(StandardCharsets.UTF_8));
  }

  /** The flow's id. */
  public FlowId id() {
    return flow.id();
  }

  /** The document; ends with a line feed. */
  public String text() {
    return FlowDocumentText.of(this);
  }

  /** The write that makes the flow in a store that does not have it; nobody's lease. */
  public FlowWrite birth() {
    FlowHeader header = flow.header();
    return new FlowWrite(
        header.key(),
        FlowWrite.Expected.ABSENT,
        new FlowWrite.Head(
            header.state(), header.inputs(), header.meta(), flow.shape(), header.shape().stamp()),
        List.copyOf(flow.touched().values()),
        List.of(),
        LeaseChange.keep(),
        null);
  }

  /**
   * Puts flows into a store: all of them, or none. Everything is checked before anything is
   * written. Durable on return.
   *
   * @throws DefinitionException with everything that stands against it: ids that are there or given
   *     twice, values over the store's limits
   * @throws FlowExistsException if somebody else has made one of them at this very moment
   * @throws StoreUnavailableException if the store could not be reached
   * @throws UnusableStoreException if the store cannot make several flows together
   */
  public static void into(FlowStore store, Collection<FlowDocument> documents) {
    FlowImport all = new FlowImport(store, documents);
    all.check();
    List<FlowWrite> births = new ArrayList<>();
    documents.forEach(each -> births.add(each.birth()));
    store.makeAll(births);
  }

  /** Schema and id; never a value. */
  @Override
  public String toString() {
    return SCHEMA + " " + id();
  }
}
