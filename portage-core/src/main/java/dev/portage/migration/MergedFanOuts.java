package dev.portage.migration;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Merges fan-outs, element by element: they must stand for the same keys.
 *
 * @param merge what is done
 * @param work the rows
 * @param heads of the old tasks, in the order of the merge
 */
record MergedFanOuts(Merge merge, Rewriting work, List<AtomRecord> heads) {
  void rewrite() {
    List<FanOutKeys> notes = heads.stream().map(FanOutKeys::of).toList();
    Set<Set<String>> known =
        notes.stream()
            .map(FanOutKeys::keys)
            .filter(Objects::nonNull)
            .map(HashSet::new)
            .collect(Collectors.toSet());
    if (known.size() > 1) {
      work.finds(
          FindingCode.KEY01,
          merge.whole().name(),
          "is merged of " + String.join(", ", merge.tasks()) + ", which have different keys",
          Remedy.advice("drop one of them, or let the flow finish under the old code"));
      return;
    }
    List<String> keys =
        notes.stream().map(FanOutKeys::keys).filter(Objects::nonNull).findFirst().orElse(null);
    Optional<List<AtomRecord>> items = items(notes, keys == null ? List.of() : keys);
    Optional<AtomRecord> head = items.flatMap(all -> head(notes, keys, all));
    if (head.isPresent()) {
      merge.tasks().forEach(task -> work.rows(task).forEach(row -> work.remove(row.name())));
      items.get().forEach(work::put);
      work.put(head.get());
    }
  }

  /** A row for each key; empty if one of them blocks the flow. */
  private Optional<List<AtomRecord>> items(List<FanOutKeys> notes, List<String> keys) {
    List<AtomRecord> merged = new ArrayList<>();
    for (String key : keys) {
      List<AtomRecord> stored = new ArrayList<>();
      for (int i = 0; i < heads.size(); i++) {
        stored.add(item(notes.get(i), heads.get(i), key));
      }
      Merging.of(merge, work, stored).ifPresent(merged::add);
    }
    return merged.size() < keys.size() ? Optional.empty() : Optional.of(merged);
  }

  private AtomRecord item(FanOutKeys note, AtomRecord head, String key) {
    AtomName name = new AtomName(head.name().template(), key);
    return work.rows(name.template()).stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseGet(() -> note.fresh(head, key));
  }

  /** The row that has the keys; it is done if each of the elements is. */
  private Optional<AtomRecord> head(
      List<FanOutKeys> notes, @Nullable List<String> keys, List<AtomRecord> items) {
    boolean done =
        keys != null && items.stream().allMatch(item -> item.state() == AtomState.SUCCESS);
    int attempts = notes.stream().mapToInt(FanOutKeys::attempts).max().orElse(0);
    return Merging.ofHeads(merge, work, heads, done)
        .map(head -> new FanOutKeys(keys, attempts).in(head));
  }
}
