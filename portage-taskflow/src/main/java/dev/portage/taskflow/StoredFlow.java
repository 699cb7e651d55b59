package dev.portage.taskflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One flow as TaskFlow has stored it.
 *
 * @param row of the flow
 * @param logbook that the flow is in; null if that row is missing
 * @param atoms in the order in which they were stored
 */
record StoredFlow(Row row, @Nullable Row logbook, List<Row> atoms) {
  /** The name of the row that is no atom but holds what was injected before the flow ran. */
  static final String INJECTOR = "_TaskFlow_INJECTOR";

  /** Copies the list. */
  StoredFlow {
    atoms = List.copyOf(atoms);
  }
}
