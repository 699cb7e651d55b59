package dev.portage.engine;

import dev.portage.model.Flow;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.shape.Wiring;
import dev.portage.store.AtomRecord;
import dev.portage.store.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What today's code says a flow should be, for the inputs of one stored flow.
 *
 * @param variant which of the factory's shapes it is; empty if the factory declares none
 * @param code the flow, with code; null where only its shape is known, which is enough to plan and
 *     to rewrite, but not to run
 * @param shape the flow without code
 * @param wiring where its atoms get their slots from
 */
public record Target(String variant, @Nullable Flow code, Shape shape, Wiring wiring) {
  /** A target of which only the shape is known. Keys of fan-outs cannot be compared with it. */
  public static Target ofShape(String variant, Shape shape) {
    return new Target(variant, null, shape, Wiring.of(shape));
  }

  /**
   * The flow, with code.
   *
   * @throws IllegalStateException if only the shape is known
   */
  public Flow flow() {
    Flow flow = code;
    if (flow == null) {
      throw new IllegalStateException(
          "of '" + shape.root().name() + "' only the shape is known; it cannot be run");
    }
    return flow;
  }

  /**
   * The keys that this code gives the elements of a list, in order.
   *
   * @param fanOut the name of an atom that is one
   * @param list as it is stored; null if the code gives it
   * @return null if only the shape is known
   * @throws dev.portage.model.FlowException if it cannot tell the elements apart; says which
   */
  public @Nullable List<String> keys(String fanOut, @Nullable JsonNode list) {
    if (code == null) {
      return null;
    }
    List<Task> found = new ArrayList<>(1);
    code.forEachTask(
        task -> {
          if (task.name().equals(fanOut)) {
            found.add(task);
          }
        });
    return Spread.of(found.get(0), () -> list).keys();
  }

  /** The rows that a flow is born with: those of fan-outs whose lists are known. */
  List<AtomRecord> firstRows(Payload inputs) {
    if (shape.fanOuts().isEmpty()) {
      return List.of(); // without reading the inputs again
    }
    JsonInputs values = JsonInputs.of("flow '" + flow().name() + "'", inputs);
    return FirstKeys.of(this, values.tree()).rows();
  }
}
