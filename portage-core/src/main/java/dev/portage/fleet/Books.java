package dev.portage.fleet;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What has become of the selected flows at one moment. They balance: every selected flow is counted
 * once.
 *
 * @param selected how many flows the run is about: those that it planned, and those of the same
 *     shapes that came up since and were met
 * @param counts how many have which fate; fates that none has are left out
 */
public record Books(long selected, Map<Fate, Long> counts) {
  /** Copies the counts that are not zero and sees that they balance. */
  public Books {
    Map<Fate, Long> copy = new EnumMap<>(Fate.class);
    copy.putAll(counts);
    copy.values().removeIf(count -> count == 0);
    counts = Collections.unmodifiableMap(copy);
    long sum = counts.values().stream().mapToLong(Long::longValue).sum();
    if (sum != selected || counts.values().stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(selected + " flows are selected, counted are " + counts);
    }
  }

  /** How many have that fate. */
  public long count(Fate fate) {
    return counts.getOrDefault(fate, 0L);
  }

  /** How many are no longer waiting. */
  public long settled() {
    return selected - count(Fate.WAITING);
  }

  /** All on one line, such as {@code 684/907 migrated=681 busy=3 failed=0}. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    line.append(settled()).append('/').append(selected);
    for (Fate fate : Fate.values()) {
      boolean isAlwaysShown = fate == Fate.MIGRATED || fate == Fate.BUSY || fate == Fate.FAILED;
      if (fate != Fate.WAITING && (isAlwaysShown || count(fate) > 0)) {
        line.append(' ').append(fate).append('=').append(count(fate));
      }
    }
    return line.toString();
  }
}
