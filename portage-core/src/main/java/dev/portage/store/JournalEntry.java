package dev.portage.store;

import dev.portage.model.Names;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * One line of the journal: what a migration did to a flow.
 *
 * @param flow the flow
 * @param revision the one that the migration made
 * @param made when and by whom
 * @param from what the flow was
 * @param to what it became
 * @param steps ids of the steps and names of the rules that took part, in order
 * @param moves what was done, as JSON: see the reference of plans
 * @param before the pre-image: header and rows as JSON, payloads byte for byte
 */
public record JournalEntry(
    FlowId flow,
    long revision,
    Made made,
    ShapeRef from,
    ShapeRef to,
    List<String> steps,
    Payload moves,
    Payload before) {
  /** What the moves name a step by, before its id. */
  private static final String STEP = "step ";

  /** Copies the steps. */
  public JournalEntry {
    steps = List.copyOf(steps);
  }

  /** Whether it took another migration back. */
  public boolean isUndo() {
    return made.undoes() > 0;
  }

  /** How many entries of one flow that are of a run others of that flow have taken back. */
  static long undone(List<JournalEntry> journal, RunId run) {
    return journal.stream()
        .filter(entry -> entry.made().run().equals(run))
        .filter(
            entry -> journal.stream().anyMatch(later -> later.made().undoes() == entry.revision()))
        .count();
  }

  /**
   * By step id: the digest that the step had, of those among the moves that have one; empty if the
   * moves are not readable.
   */
  public SortedMap<String, String> stepDigests() {
    SortedMap<String, String> digests = new TreeMap<>(Names.BY_UTF8);
    for (JsonNode move : listed()) {
      String by = move.path("by").asString("");
      String digest = move.path("digest").asString("");
      if (by.startsWith(STEP) && !digest.isEmpty()) {
        digests.put(by.substring(STEP.length()), digest);
      }
    }
    return digests;
  }

  private JsonNode listed() {
    try {
      return moves.tree().path("moves");
    } catch (PayloadException e) {
      return MissingNode.getInstance(); // a codec of others: nothing is known of its steps
    }
  }

  /**
   * When, by whom, and together with what.
   *
   * @param at the migrator's clock
   * @param actor who or what asked for it, such as {@code portage migrate, ann@host}
   * @param run what all that was migrated together has in common
   * @param undoes the revision that the migration made which this entry took back; 0 if it is a
   *     migration itself
   */
  public record Made(Instant at, String actor, RunId run, long undoes) {
    /** A migration. */
    public Made(Instant at, String actor, RunId run) {
      this(at, actor, run, 0);
    }

    /** The same for what takes a migration back. */
    public Made undoing(JournalEntry entry) {
      return new Made(at, actor, run, entry.revision());
    }
  }
}
