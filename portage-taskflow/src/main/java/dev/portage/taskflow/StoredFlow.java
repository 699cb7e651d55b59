package dev.portage.taskflow;

import dev.portage.store.NameTemplates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one flow.
 *
 * @param row the flow's
 * @param logbook the logbook's that it belongs to; null if that is missing, or was not asked for
 * @param atoms in the table's order, the injector too
 * @param past what the journal says of it last; null if nothing
 * @param names which names are one name but for an id
 * @param shapes those that other flows had
 */
record StoredFlow(
    Row row,
    @Nullable Row logbook,
    List<Row> atoms,
    Journal.@Nullable Past past,
    NameTemplates names,
    KnownShapes shapes) {
  /** The atom under which TaskFlow stores what a flow was run with. */
  static final String INJECTOR = "_TaskFlow_INJECTOR";

  /** Copies the list. */
  StoredFlow {
    atoms = List.copyOf(atoms);
  }
}
