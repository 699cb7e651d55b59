package dev.portage.engine;

import dev.portage.model.Flow;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.Wiring;
import dev.portage.store.AtomRecord;
import dev.portage.store.Payload;
import java.util.List;

/**
 * What today's code says a flow should be, for the inputs of one stored flow.
 *
 * @param variant which of the factory's shapes it is; empty if the factory declares none
 * @param flow the flow, with code
 * @param shape the flow without code
 * @param wiring where its atoms get their slots from
 */
public record Target(String variant, Flow flow, Shape shape, Wiring wiring) {
  /** The rows that a flow is born with: those of fan-outs whose lists are known. */
  List<AtomRecord> firstRows(Payload inputs) {
    if (shape.inOrder().stream().noneMatch(ShapeAtom::isFanOut)) {
      return List.of();
    }
    JsonInputs values = JsonInputs.of("flow '" + flow.name() + "'", inputs);
    return FirstKeys.of(this, values.tree()).rows();
  }
}
