package dev.portage.migration;

import dev.portage.migration.Migrator.Who;
import dev.portage.model.FlowException;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.RunId;
import dev.portage.store.StaleWriteException;
import java.time.Instant;
import java.util.concurrent.CompletionException;

/**
 * Takes migrations of single flows back, the last one first: one flow, one exchange, all or
 * nothing. A flow that has not gone on becomes exactly what it was. One that has goes back by the
 * inverse of each operation, if there is one and what the migration added has done nothing yet. A
 * flow that somebody drives is left alone. Thread-safe.
 */
public final class Undo {
  private static final int ATTEMPTS = 3;

  private final FlowStore store;
  private final WaysBack ways;
  private final Who who;
  private final RunId run;

  /**
   * Undoes what was done to the flows of a store.
   *
   * @param migrations the books that migrated them; they say how operations are taken back. Not
   *     needed for flows that have not gone on
   */
  public Undo(FlowStore store, Migrations migrations, Who who) {
    this(store, new WaysBack(store, migrations), who, RunId.begun(who.clock().instant()));
  }

  private Undo(FlowStore store, WaysBack ways, Who who, RunId run) {
    this.store = store;
    this.ways = ways;
    this.who = who;
    this.run = run;
  }

  /** A copy that takes back only what was migrated under that run. */
  public Undo only(RunId other) {
    return new Undo(store, ways.only(other), who, run);
  }

  /** Under which run the journal has what this undoes. */
  public RunId run() {
    return run;
  }

  /**
   * Takes the last migration of a flow back, if there is a way.
   *
   * @throws dev.portage.store.StoreUnavailableException if the store could not be reached
   */
  public UndoOutcome undo(FlowId id) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Instant now = who.clock().instant();
      UndoOutcome outcome = ways.attempt(id, now, open -> commit(open, now));
      if (outcome != null) {
        return outcome;
      }
    }
    return new UndoOutcome.Busy(null, null);
  }

  /** False if the flow was changed by somebody in the meantime. */
  private boolean commit(Retreat.Open open, Instant now) {
    // The claim ends at once: its token fences off whoever still believes to drive the flow.
    LeaseChange.Claim claim = new LeaseChange.Claim(who.actor(), now, now);
    FlowWrite write = open.write(new JournalEntry.Made(now, who.actor(), run), claim);
    try {
      store.commitHere(write).join();
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof StaleWriteException) {
        return false;
      }
      throw e.getCause() instanceof FlowException known ? known : e;
    }
  }
}
