package dev.portage.migration;

import dev.portage.store.JournalEntry;
import dev.portage.store.RunId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which migrations of one flow stand, by its journal: those that nobody has taken back. */
final class Standing {
  /** What an engine notes when it lets a flow begin again. */
  private static final String RESTART = "restart";

  private final List<JournalEntry> standing = new ArrayList<>();
  private final Map<Long, JournalEntry> undone = new HashMap<>();
  private final Set<Long> exact = new HashSet<>();
  private boolean restarted;

  Standing(List<JournalEntry> journal) {
    Map<Long, JournalEntry> all = new HashMap<>();
    for (JournalEntry entry : journal) {
      all.put(entry.revision(), entry);
      if (entry.isUndo()) {
        JournalEntry past = all.get(entry.made().undoes());
        if (past != null) {
          standing.remove(past);
          undone.put(entry.revision(), past);
          if (MovesJson.isExact(entry.moves())) {
            exact.add(entry.revision());
          }
        }
      } else if (entry.steps().equals(List.of(RESTART))) {
        standing.clear();
        restarted = true;
      } else {
        standing.add(entry);
        restarted = false;
      }
    }
  }

  /** The last one; null if none stands. */
  @Nullable JournalEntry last() {
    return standing.isEmpty() ? null : standing.get(standing.size() - 1);
  }

  /** Whether something of that run stands. */
  boolean has(RunId run) {
    return standing.stream().anyMatch(entry -> entry.made().run().equals(run));
  }

  /** Whether the flow began again after whatever was migrated. */
  boolean isRestarted() {
    return restarted;
  }

  /**
   * Whether a flow of this revision is what that migration made: it is at the revision that this
   * made, or everything since was taken back exactly.
   */
  boolean isJust(long revision, JournalEntry entry) {
    long at = revision;
    while (at > entry.revision() && isExact(at)) {
      at = Objects.requireNonNull(undone.get(at)).revision() - 1;
    }
    return at == entry.revision();
  }

  private boolean isExact(long revision) {
    return undone.containsKey(revision) && exact.contains(revision);
  }
}
