package dev.portage.migration;

import dev.portage.store.AtomRecord;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives what rows have stored in a slot another name. */
record SlotRenaming(Rewriting work, String from, String to) {
  private static final String VALUE = "value";

  /**
   * The row with what it has stored in a slot under another name, of a retry in its history too.
   */
  AtomRecord of(AtomRecord row) {
    AtomRecord renamed = row;
    Output output = row.execution().output();
    if (output != null && output.slots().contains(from)) {
      if (output.slots().contains(to)) {
        work.finds(
            FindingCode.DATA05,
            row.name().toString(),
            "has stored '" + from + "', which is to be called '" + to + "', and '" + to + "' too",
            Remedy.advice("rename the slot to a name under which nothing is stored"));
        return row;
      }
      renamed = row.with(row.execution().producing(row.execution().version(), output(output)));
    }
    return renamed.history() == null ? renamed : renamed.remembering(history(renamed));
  }

  private Output output(Output stored) {
    if (work.outputs().areAssumed()) {
      List<String> slots = new ArrayList<>(stored.slots());
      slots.remove(from);
      slots.add(to);
      return StoredOutputs.isAssumed(stored)
          ? StoredOutputs.assumed(new TreeSet<>(slots))
          : Output.of(slots, Payload.EMPTY);
    }
    return Output.of(FlowValues.renamed(stored.bySlot(), from, to));
  }

  /** The values of a retry's attempts; of one slot the value alone is stored, without its name. */
  private @Nullable Payload history(AtomRecord row) {
    Payload stored = row.history();
    if (stored == null || work.stored(row.name().template()).provides().size() < 2) {
      return stored;
    }
    boolean changed = false;
    JsonNode attempts = stored.tree();
    for (JsonNode attempt : attempts) {
      if (attempt instanceof ObjectNode object
          && object.get(VALUE) instanceof ObjectNode slots
          && slots.has(from)) {
        object.set(VALUE, FlowValues.renamed(slots, from, to));
        changed = true;
      }
    }
    return changed ? Payload.of(attempts) : stored;
  }
}
