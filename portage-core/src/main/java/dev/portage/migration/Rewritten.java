package dev.portage.migration;

import dev.portage.model.AtomName;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The rows of a flow after a plan, and what was found.
 *
 * @param rows every row that exists afterwards; not to be stored if a finding is an error
 * @param inputs the flow's inputs afterwards
 * @param meta what is noted beside it afterwards
 * @param findings in the order in which they were found
 * @param origins see {@link dev.portage.store.FlowWrite#origins}
 */
record Rewritten(
    SortedMap<AtomName, AtomRecord> rows,
    FlowValues inputs,
    FlowValues meta,
    List<Finding> findings,
    Map<String, String> origins) {
  Rewritten {
    findings = List.copyOf(findings);
    origins = Map.copyOf(origins);
  }

  /** A flow that stays, or becomes again, what this record says. */
  static Rewritten unchanged(FlowRecord stored, List<Finding> findings) {
    FlowValues inputs = new FlowValues("inputs", stored.header().inputs());
    FlowValues meta = new FlowValues("metadata", stored.header().meta());
    return new Rewritten(stored.touched(), inputs, meta, findings, Map.of());
  }

  boolean isBlocked() {
    return Finding.anyError(findings);
  }
}
