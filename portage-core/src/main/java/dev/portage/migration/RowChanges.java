package dev.portage.migration;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
import dev.portage.store.SetRecipe.Change;
import dev.portage.store.SetRecipe.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the rows of one flow, told by the number of attempts, which is another in each.
 * Whether that is all that became of them is not judged here.
 *
 * @param changes of rows that were there and are not as they were
 * @param added rows that no row has become
 * @param mayVanish whether a row may say no more than none would afterwards, depending on what it
 *     holds
 */
record RowChanges(List<Change> changes, List<AtomRecord> added, boolean mayVanish) {
  static RowChanges between(
      SortedMap<AtomName, AtomRecord> before, SortedMap<AtomName, AtomRecord> after) {
    Map<Integer, AtomRecord> now = new HashMap<>();
    Collection<AtomRecord> added = new LinkedHashSet<>(after.values());
    after.values().forEach(row -> now.put(row.execution().attempts(), row));
    List<Change> changes = new ArrayList<>();
    boolean mayVanish = false;
    for (AtomRecord row : before.values()) {
      AtomRecord to = now.get(row.execution().attempts());
      added.remove(to);
      if (!row.equals(to)) {
        Place place = to == null ? null : place(row, to);
        changes.add(new Change(row.name(), place));
        mayVanish |= place != null && mayVanish(row, place);
      }
    }
    return new RowChanges(changes, List.copyOf(added), mayVanish);
  }

  private static Place place(AtomRecord row, AtomRecord to) {
    boolean isCleared =
        row.execution().failure() != null
            && to.execution().failure() == null
            && to.execution().output() == null;
    return new Place(to.name(), to.state(), to.intention(), to.execution().version(), isCleared);
  }

  /** Of one that is cleared the number of attempts says it; and one that stays so is not it. */
  private static boolean mayVanish(AtomRecord row, Place to) {
    return !to.isCleared()
        && to.state() == AtomState.PENDING
        && to.intention() == Intention.EXECUTE
        && !(row.state() == AtomState.PENDING && row.intention() == Intention.EXECUTE);
  }

  /**
   * The changes in an order in which each name is free before a row takes it; null if there is
   * none.
   */
  @Nullable List<Change> inOrder() {
    List<Change> ordered = new ArrayList<>();
    List<Change> left = new ArrayList<>(changes);
    while (!left.isEmpty()) {
      Set<AtomName> taken = new LinkedHashSet<>();
      left.forEach(change -> taken.add(change.from()));
      Change next = left.stream().filter(change -> isFree(change, taken)).findFirst().orElse(null);
      if (next == null) {
        return null;
      }
      left.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  private static boolean isFree(Change change, Set<AtomName> taken) {
    Place to = change.to();
    return to == null || to.name().equals(change.from()) || !taken.contains(to.name());
  }
}
