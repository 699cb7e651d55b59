package dev.portage.migration;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of the names that atoms are stored under, and where names come from. Used by one
 * thread.
 */
final class Descent {
  /** By stored name: what it is called now; empty if it is gone. */
  private final Map<String, List<String>> became = new HashMap<>();

  /** By present name: the stored names it comes from, where those are others or were taken anew. */
  private final Map<String, List<String>> origins = new HashMap<>();

  /** By stored name: the step or rule that has changed what it is called. */
  private final Map<String, Move.By> causes = new HashMap<>();

  private Move.By by = Move.By.rule("");

  /** Notes whose operations give or take names from here on. */
  void follow(Move.By mover) {
    by = mover;
  }

  void renamed(String from, String to) {
    became(List.of(from), List.of(to));
  }

  void split(String whole, List<String> parts) {
    became(List.of(whole), parts);
  }

  void merged(List<String> parts, String whole) {
    became(parts, List.of(whole));
  }

  void dropped(String atom) {
    became(List.of(atom), List.of());
  }

  private void became(List<String> names, List<String> heirs) {
    Set<String> stored = new LinkedHashSet<>();
    names.forEach(name -> stored.addAll(origins(name)));
    names.forEach(origins::remove);
    for (String first : stored) {
      Set<String> now = new LinkedHashSet<>(now(first));
      names.forEach(now::remove);
      now.addAll(heirs);
      became.put(first, List.copyOf(now));
      causes.put(first, by);
    }
    if (!stored.isEmpty()) {
      heirs.forEach(each -> origins.put(each, List.copyOf(stored)));
    }
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

  /** Whether something became of an atom of this stored name, even if it is called so again. */
  boolean isTold(String stored) {
    return became.containsKey(stored);
  }

  /** The last step or rule that has changed what an atom of this stored name is called. */
  Move.By cause(String stored) {
    return causes.getOrDefault(stored, by);
  }

  /**
   * The stored name of an atom that is called so now, of a merged one the first; null if another
   * atom was stored under it.
   */
  @Nullable String origin(String now) {
    List<String> all = origins(now);
    return all.isEmpty() ? null : all.get(0);
  }

  /** Of these present names those that come from other stored ones, with the first of these. */
  Map<String, String> renamed(Set<String> present) {
    Map<String, String> renamed = new HashMap<>();
    for (String now : present) {
      String origin = origin(now);
      if (origin != null && !origin.equals(now)) {
        renamed.put(now, origin);
      }
    }
    return renamed;
  }

  /** The stored names of all atoms that have become the one that is called so now. */
  List<String> origins(String now) {
    List<String> known = origins.get(now);
    return known == null ? (became.containsKey(now) ? List.of() : List.of(now)) : known;
  }
}
