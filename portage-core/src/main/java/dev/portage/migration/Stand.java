package dev.portage.migration;

import dev.portage.model.AtomState;
import dev.portage.store.AtomRecord;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an atom is by its rows. A fan-out has one for its head, which is done when all of its items
 * are and never has an output, and one for each item that was touched.
 *
 * @param rows the head's first; none if nothing is stored
 * @param isFanOut whether the new code has it as a fan-out
 */
record Stand(List<AtomRecord> rows, boolean isFanOut) {
  /** Whether none of its bodies has begun, or what they did was reset. */
  boolean isUntouched() {
    return rows.stream().allMatch(AtomRecord::isUntouched);
  }

  /** Whether nothing of it will be executed any more. */
  boolean isDone() {
    return !rows.isEmpty() && rows.stream().allMatch(row -> row.state().isDone());
  }

  /** Whether a decider has left it out. */
  boolean isLeftOut() {
    return !rows.isEmpty() && rows.get(0).state() == AtomState.IGNORE;
  }

  /** Whether any of it was executed, or left out, and not undone. */
  boolean hasBegun() {
    return rows.stream()
        .anyMatch(row -> row.state() != AtomState.PENDING && row.state() != AtomState.REVERTED);
  }

  /** Whether any of it is still to be executed, as far as its states say. */
  boolean isToRun() {
    return rows.isEmpty()
        || rows.stream()
            .anyMatch(row -> row.state() == AtomState.PENDING || row.state() == AtomState.RUNNING);
  }

  /** Whether any of it would be reverted if the flow were. */
  boolean isToRevert() {
    return bodies().stream()
        .anyMatch(
            row ->
                row.state() == AtomState.SUCCESS
                    || row.state() == AtomState.FAILURE
                    || row.state() == AtomState.REVERTING);
  }

  /** The first row that should have stored the slot and has not; null if there is none. */
  @Nullable AtomRecord lacking(String slot) {
    for (AtomRecord row : bodies()) {
      Output output = row.execution().output();
      if (output == null ? !hasRawAttempt(row) : !StoredOutputs.has(output, slot)) {
        return row;
      }
    }
    return null;
  }

  /** The first row that is done and has not stored the slot; null if there is none. */
  @Nullable AtomRecord doneWithout(String slot) {
    for (AtomRecord row : bodies()) {
      Output output = row.execution().output();
      boolean lacks = output == null ? !hasRawAttempt(row) : !isKnownToHave(output, slot);
      if (row.state() == AtomState.SUCCESS && lacks) {
        return row;
      }
    }
    return null;
  }

  /** Of a raw value nobody knows that it lacks anything. */
  private static boolean isKnownToHave(Output output, String slot) {
    return output.slots().contains(slot) || output.isRaw();
  }

  /** Databases of others have the value of a retry in the last entry of its history alone. */
  private static boolean hasRawAttempt(AtomRecord row) {
    Payload history = row.history();
    return history != null
        && row.historyLength() > 0
        && !history.tree().path(row.historyLength() - 1).path("value").isNull();
  }

  /** The rows of what has a body: of a fan-out the items. */
  List<AtomRecord> bodies() {
    return isFanOut ? rows.stream().filter(row -> !row.name().key().isEmpty()).toList() : rows;
  }
}
