package dev.portage.migration;

import dev.portage.shape.ShapeAtom;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The flow has one input more, with this value. A flow that has an input of that name keeps its
 * own.
 */
record Supply(String slot, JsonNode value) implements Beside {
  @Override
  public String describe() {
    return "supply input " + slot;
  }

  @Override
  public String line() {
    return Lines.supply(slot);
  }

  @Override
  public String word() {
    return "supply";
  }

  @Override
  public String symbol() {
    return "+";
  }

  @Override
  public Set<String> footprint() {
    return Set.of("input " + slot);
  }

  @Override
  public void prepare(FlowValues inputs) {
    if (!inputs.has(slot)) {
      inputs.put(slot, value.deepCopy());
    }
  }

  @Override
  public void rewrite(Rewriting work) {
    prepare(work.inputs());
    alsoProvided(work, slot);
  }

  /** DATA04: a task of the new code provides the slot too, and its readers take it from there. */
  static void alsoProvided(Rewriting work, String slot) {
    List<String> providers =
        work.atoms().target().all().stream()
            .filter(atom -> atom.provides().contains(slot))
            .map(ShapeAtom::name)
            .toList();
    if (!providers.isEmpty()) {
      work.finds(
          FindingCode.DATA04,
          "input " + slot,
          "is handed over, and "
              + String.join(", ", providers)
              + " provides it in the new code: tasks that come after it take its value",
          Remedy.advice(
              "leave out what hands '" + slot + "' over, or give one of the two another name"));
    }
  }
}
