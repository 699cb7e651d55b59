package dev.portage.fleet;

import dev.portage.store.RunId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run did.
 *
 * @param run under which the journals of its flows have it; null for a rehearsal
 * @param books what became of the flows
 * @param ending how it came to its end
 * @param leftAlone the first {@value #MOST_LEFT_ALONE} flows that were not migrated, as their turns
 *     came
 * @param surprises how many came out otherwise than planned: failed, stuck, newer, or blocked for a
 *     reason that no forecast has
 * @param took how long it was at work
 */
public record FleetReport(
    @Nullable RunId run,
    Books books,
    Ending ending,
    List<LeftAlone> leftAlone,
    long surprises,
    Duration took) {
  /** Of more flows than this only the number is kept. */
  public static final int MOST_LEFT_ALONE = 1000;

  /** Copies the list. */
  public FleetReport {
    leftAlone = List.copyOf(leftAlone);
  }

  /** Whether every flow had its turn and came out as planned, busy ones aside. */
  public boolean isAsPlanned() {
    return surprises == 0 && ending.kind() == Ending.Kind.DONE && books.count(Fate.WAITING) == 0;
  }
}
