package dev.portage.migration;

import dev.portage.model.AtomState;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a task has stored in a slot becomes an input of the flow, so that it outlives the task.
 * Where the task is not done there is nothing to hand over.
 *
 * @param atom the task
 * @param slot one that it provides, and the name of the input
 * @param inDoubt what the step says of a task that was running; only AS_DONE has a value
 */
record SupplyFrom(String atom, String slot, InDoubt inDoubt) implements Operation {
  @Override
  public String describe() {
    return "supply input " + slot + " from " + atom;
  }

  @Override
  public String line() {
    return Lines.supplyFrom(atom, slot);
  }

  @Override
  public String word() {
    return "supply-from";
  }

  @Override
  public String symbol() {
    return "+";
  }

  @Override
  public Set<String> sources() {
    return Set.of(atom);
  }

  @Override
  public Set<String> creates() {
    return Set.of();
  }

  @Override
  public Set<String> footprint() {
    return Set.copyOf(List.of(atom, "input " + slot));
  }

  @Override
  public Fit fit(Draft atoms) {
    ShapeAtom stored = atoms.get(atom);
    if (stored == null) {
      return Fit.VACUOUS;
    }
    return stored.provides().contains(slot) || atoms.isOfUnknownSlots(stored)
        ? Fit.APPLIES
        : Fit.conflict(atom + " provides " + stored.provides() + ", not '" + slot + "'");
  }

  @Override
  public boolean sparesAtoms() {
    return true;
  }

  @Override
  public void apply(Draft atoms) {
    // The atom stays; what it has stored is copied.
  }

  @Override
  public void rewrite(Rewriting work) {
    JsonNode value = value(work);
    if (value == null) {
      return;
    }
    handOver(work, slot, value);
    Supply.alsoProvided(work, slot);
  }

  private @Nullable JsonNode value(Rewriting work) {
    AtomRecord row = work.row(atom).orElse(null);
    if (row != null
        && row.state() == AtomState.RUNNING
        && inDoubt.choice() == InDoubt.Choice.AS_DONE) {
      return inDoubt.doneOutput().get(slot);
    }
    if (row != null && row.state() == AtomState.SUCCESS && RawValues.isRaw(row)) {
      return member(work, row);
    }
    return row == null || row.state() != AtomState.SUCCESS
        ? null
        : work.outputs().value(atom, slot);
  }

  /** Of a raw object its member; of anything else nobody knows what of it the slot is. */
  private @Nullable JsonNode member(Rewriting work, AtomRecord row) {
    JsonNode value = Objects.requireNonNull(row.execution().output()).value().tree();
    if (value.isObject() && value.has(slot)) {
      return value.get(slot);
    }
    work.finds(
        FindingCode.DATA01,
        atom,
        "has stored one raw value, and it is no object with '" + slot + "'",
        Remedy.of(Lines.supply(slot)));
    return null;
  }

  /** Makes a value an input; DATA05 if the flow has another value of that name. */
  static void handOver(Rewriting work, String slot, JsonNode value) {
    FlowValues inputs = work.inputs();
    boolean isThere = inputs.has(slot);
    if (isThere && !work.outputs().areAssumed() && !value.equals(inputs.tree().get(slot))) {
      work.finds(
          FindingCode.DATA05,
          "input " + slot,
          "is to be handed over, and the flow has an input of that name with another value",
          Remedy.advice(
              "rename the input '"
                  + slot
                  + "' in an earlier step, or the slot before it is handed"
                  + " over"));
      return;
    }
    if (!isThere) {
      inputs.put(slot, value);
    }
  }
}
