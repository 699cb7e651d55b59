package dev.portage.migration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the names that atoms are stored under, and where names come from. Used by one
 * thread.
 */
final class Descent {
  /** By stored name: what it is called now; empty if it is gone. */
  private final Map<String, List<String>> became = new HashMap<>();

  /** By present name: the stored name it comes from, where that is another or was taken anew. */
  private final Map<String, String> origins = new HashMap<>();

  void renamed(String from, String to) {
    became(from, List.of(to));
  }

  void split(String whole, List<String> parts) {
    became(whole, parts);
  }

  void dropped(String atom) {
    became(atom, List.of());
  }

  private void became(String name, List<String> names) {
    String first = origin(name);
    origins.remove(name);
    if (first == null) {
      return; // it was never stored
    }
    List<String> now = new ArrayList<>(now(first));
    now.remove(name);
    now.addAll(names);
    became.put(first, List.copyOf(now));
    names.forEach(each -> origins.put(each, first));
  }

  /** Whether every name is what it was. */
  boolean isEmpty() {
    return became.isEmpty();
  }

  /**
   * What an atom of this stored name is called now: nothing if it is gone, several after a split.
   */
  List<String> now(String stored) {
    return became.getOrDefault(stored, List.of(stored));
  }

  /** The stored name of an atom that is called so now; null if another atom was stored under it. */
  @Nullable String origin(String now) {
    String known = origins.get(now);
    return known == null && !became.containsKey(now) ? now : known;
  }
}
