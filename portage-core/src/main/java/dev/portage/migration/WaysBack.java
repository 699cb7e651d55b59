package dev.portage.migration;

import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowId;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.Lease;
import dev.portage.store.PayloadException;
import dev.portage.store.RunId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says beforehand what {@link Undo} would do to flows. Reads only; thread-safe. */
public final class WaysBack {
  private final FlowReader reader;
  private final Retreats retreats;
  private final @Nullable RunId only;

  /** The ways back of the flows that are stored there, by the books that migrated them. */
  public WaysBack(FlowReader reader, Migrations migrations) {
    this(reader, new Retreats(reader, migrations), null);
  }

  private WaysBack(FlowReader reader, Retreats retreats, @Nullable RunId only) {
    this.reader = reader;
    this.retreats = retreats;
    this.only = only;
  }

  /** A copy for what was migrated under that run only. */
  public WaysBack only(RunId run) {
    return new WaysBack(reader, retreats, run);
  }

  /**
   * What would come of undoing the last migration of a flow at that moment.
   *
   * @throws dev.portage.store.StoreUnavailableException if the store could not be reached
   */
  public UndoOutcome of(FlowId id, Instant at) {
    UndoOutcome outcome = attempt(id, at, open -> true);
    return outcome == null ? new UndoOutcome.Busy(null, null) : outcome;
  }

  /** The same, done by {@code commit}; null if that says that it was not. */
  @Nullable UndoOutcome attempt(FlowId id, Instant at, Predicate<Retreat.Open> commit) {
    try {
      Optional<FlowRecord> stored = reader.load(id);
      if (stored.isEmpty()) {
        return new UndoOutcome.NotFound();
      }
      Lease lease = stored.get().header().lease();
      if (lease.isLiveAt(at)) {
        return new UndoOutcome.Busy(lease.owner(), lease.until());
      }
      Retreat retreat = retreats.of(stored.get(), only);
      boolean done = !(retreat instanceof Retreat.Open open) || commit.test(open);
      return done ? retreat.outcome() : null;
    } catch (CorruptRecordException | MapFailedException | PayloadException e) {
      return new UndoOutcome.Failed(String.valueOf(e.getMessage()));
    }
  }
}
