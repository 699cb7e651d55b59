package dev.portage.store;

import dev.portage.model.Names;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The journals of a {@link MemoryFlowStore}, which guards it. */
final class MemoryJournal {
  private final Map<FlowId, List<JournalEntry>> entries = new HashMap<>();
  private final Map<String, SortedMap<String, SortedSet<String>>> steps = new HashMap<>();

  /**
   * Adds an entry to the journal of its flow.
   *
   * @param flow the name of the flow
   */
  void add(String flow, JournalEntry entry) {
    entries.computeIfAbsent(entry.flow(), id -> new ArrayList<>()).add(entry);
    SortedMap<String, SortedSet<String>> digests =
        steps.computeIfAbsent(flow, name -> new TreeMap<>(Names.BY_UTF8));
    entry
        .stepDigests()
        .forEach(
            (step, digest) -> digests.computeIfAbsent(step, id -> new TreeSet<>()).add(digest));
  }

  List<JournalEntry> of(FlowId id) {
    return List.copyOf(entries.getOrDefault(id, List.of()));
  }

  /** See {@link FlowReader#flowsOf}. */
  List<FlowId> flowsOf(RunId run) {
    return entries.entrySet().stream()
        .filter(each -> each.getValue().stream().anyMatch(line -> line.made().run().equals(run)))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** See {@link FlowReader#stepDigests}; a copy. */
  SortedMap<String, SortedSet<String>> stepDigests(String flow) {
    SortedMap<String, SortedSet<String>> copy = new TreeMap<>(Names.BY_UTF8);
    steps
        .getOrDefault(flow, Collections.emptySortedMap())
        .forEach((step, digests) -> copy.put(step, new TreeSet<>(digests)));
    return copy;
  }

  /** Forgets the entries of a flow; which steps there were stays known. */
  void remove(FlowId id) {
    entries.remove(id);
  }
}
