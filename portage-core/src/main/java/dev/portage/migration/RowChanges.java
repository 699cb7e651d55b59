package dev.portage.migration;

import dev.portage.model.AtomName;
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
 */
record RowChanges(List<Change> changes, List<AtomRecord> added) {
  static RowChanges between(
      SortedMap<AtomName, AtomRecord> before, SortedMap<AtomName, AtomRecord> after) {
    Map<Integer, AtomRecord> now = new HashMap<>();
    Collection<AtomRecord> added = new LinkedHashSet<>(after.values());
    after.values().forEach(row -> now.put(row.execution().attempts(), row));
    List<Change> changes = new ArrayList<>();
    for (AtomRecord row : before.values()) {
      AtomRecord to = now.get(row.execution().attempts());
      added.remove(to);
      if (!row.equals(to)) {
        changes.add(new Change(row.name(), to == null ? null : place(row, to)));
      }
    }
    return new RowChanges(changes, List.copyOf(added));
  }

  private static Place place(AtomRecord row, AtomRecord to) {
    boolean isCleared =
        row.execution().failure() != null
            && to.execution().failure() == null
            && to.execution().output() == null;
    return new Place(to.name(), to.state(), to.intention(), to.execution().version(), isCleared);
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
