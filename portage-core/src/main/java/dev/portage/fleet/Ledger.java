package dev.portage.fleet;

import dev.portage.store.FlowId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts, so that the books balance after every entry; of flows that were left alone it keeps the
 * first. Written by the thread that drives the run; anybody may look at the books.
 */
final class Ledger {
  private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);
  private final Map<FlowId, LeftAlone> leftAlone = new LinkedHashMap<>();
  private long selected;
  private long surprises;
  private volatile Books books;

  Ledger(Collection<Share> shares) {
    selected = shares.stream().mapToLong(Share::planned).sum();
    counts.put(Fate.WAITING, selected);
    books = new Books(selected, counts);
  }

  Books books() {
    return books;
  }

  /** One more flow than were planned has come up. */
  void enlarge() {
    selected++;
    counts.merge(Fate.WAITING, 1L, Long::sum);
    books = new Books(selected, counts);
  }

  /** So many flows that were counted there are counted here now. */
  void move(Fate from, Fate to, long flows) {
    counts.merge(from, -flows, Long::sum);
    counts.merge(to, flows, Long::sum);
    books = new Books(selected, counts);
  }

  /** One flow had its turn. */
  void enter(Fate from, Settled settled, boolean isSurprise) {
    Fate to = settled.fate();
    move(from, to, 1);
    surprises += isSurprise ? 1 : 0;
    FlowId id = settled.flow().id();
    if (to == Fate.MIGRATED || to == Fate.CURRENT) {
      leftAlone.remove(id);
    } else if (leftAlone.size() < FleetReport.MOST_LEFT_ALONE || leftAlone.containsKey(id)) {
      leftAlone.put(id, new LeftAlone(id, settled.flow().flow(), settled.outcome()));
    }
  }

  List<LeftAlone> leftAlone() {
    return List.copyOf(leftAlone.values());
  }

  long surprises() {
    return surprises;
  }
}
