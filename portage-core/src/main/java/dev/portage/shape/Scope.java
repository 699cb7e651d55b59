package dev.portage.shape;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The slots in sight at some place, from the innermost flow outwards.
 *
 * @param slots for each slot the atoms that provide it
 * @param own what stands at that place provides itself, and so does not see
 * @param outer the flow around it
 */
record Scope(Map<String, Set<String>> slots, Map<String, Set<String>> own, @Nullable Scope outer) {
  static final Scope OUTSIDE = new Scope(Map.of(), Map.of(), null);

  /** The nearest atoms that provide a slot; empty if none does. */
  Set<String> find(String slot) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Set<String> found = new TreeSet<>(scope.slots.getOrDefault(slot, Set.of()));
      found.removeAll(scope.own.getOrDefault(slot, Set.of()));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return Set.of();
  }
}
