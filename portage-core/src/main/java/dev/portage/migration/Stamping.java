package dev.portage.migration;

import dev.portage.migration.Migrator.Who;
import dev.portage.model.FlowException;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.Payload;
import dev.portage.store.RecordJson;
import dev.portage.store.RunId;
import dev.portage.store.ShapeRef;
import dev.portage.store.StaleWriteException;
import dev.portage.store.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Says of stored flows which steps they have been through, where the store does not know: flows
 * that are older than the book, or that came from elsewhere. Nothing else of a flow changes. Each
 * is one exchange with an entry in the journal, which {@link Undo} takes back. Thread-safe.
 */
public final class Stamping {
  private final FlowStore store;
  private final Who who;
  private final RunId run;

  /** Stamps flows of a store. */
  public Stamping(FlowStore store, Who who) {
    this.store = store;
    this.who = who;
    this.run = RunId.begun(who.clock().instant());
  }

  /** What came of one flow; in every case but the first nothing was written. */
  public enum Result {
    /** It has the stamp now. */
    STAMPED,
    /** It had that stamp. */
    SAME,
    /** Somebody drives it, or changed it at the same moment. */
    BUSY,
    /** It is finished, so no step will ever be asked of it. */
    FINISHED,
    /** There is no such flow. */
    GONE
  }

  /** Under which run the journal has what this does. */
  public RunId run() {
    return run;
  }

  /**
   * Gives a flow that stamp.
   *
   * @throws CorruptRecordException if the flow cannot be read, and so not be taken back either
   * @throws dev.portage.store.StoreUnavailableException if the store could not be reached
   */
  public Result stamp(FlowId id, Stamp stamp) {
    for (int attempt = 0; attempt < Migrator.ATTEMPTS; attempt++) {
      Optional<FlowRecord> stored = store.load(id);
      if (stored.isEmpty()) {
        return Result.GONE;
      }
      FlowHeader header = stored.get().header();
      Instant now = who.clock().instant();
      if (header.state().isFinished()) {
        return Result.FINISHED;
      }
      if (header.shape().stamp().equals(stamp)) {
        return Result.SAME;
      }
      if (header.lease().isLiveAt(now)) {
        return Result.BUSY;
      }
      if (exchange(write(stored.get(), stamp, now))) {
        return Result.STAMPED;
      }
    }
    return Result.BUSY;
  }

  private FlowWrite write(FlowRecord stored, Stamp stamp, Instant now) {
    FlowHeader header = stored.header();
    String name = stamp.heads().isEmpty() ? "stamp" : "stamp " + String.join(", ", stamp.heads());
    JournalEntry journal =
        new JournalEntry(
            header.id(),
            header.revision() + 1,
            new JournalEntry.Made(now, who.actor(), run),
            header.shape(),
            ShapeRef.of(stored.shape(), stamp),
            List.of(name),
            Payload.of(MovesJson.write(List.of(), List.of())),
            Payload.of(RecordJson.write(stored)));
    return new FlowWrite(
        header.key(),
        FlowWrite.Expected.of(header),
        new FlowWrite.Head(header.state(), null, null, null, stamp),
        List.of(),
        List.of(),
        // The claim ends at once: its token fences off whoever still believes to drive the flow.
        new LeaseChange.Claim(who.actor(), now, now),
        journal);
  }

  /** False if the flow was changed by somebody in the meantime. */
  private boolean exchange(FlowWrite write) {
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
