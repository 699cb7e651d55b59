package dev.portage.engine;

import dev.portage.model.Problem;
import dev.portage.shape.Guard;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Whether a flow can be submitted with these inputs. */
final class InputChecks {
  private InputChecks() {}

  /** What is missing, and what a task would provide a second time. */
  static List<Problem> of(Shape shape, Wiring wiring, ObjectNode given) {
    List<Problem> problems = new ArrayList<>();
    for (String slot : wiring.inputs()) {
      if (!given.has(slot)
          && shape.inOrder().stream().noneMatch(a -> a.provides().contains(slot))) {
        List<String> readers =
            Stream.concat(
                    shape.inOrder().stream()
                        .filter(a -> a.demands().contains(slot))
                        .filter(a -> wiring.provider(a.name(), slot) == null)
                        .map(ShapeAtom::name),
                    wiring.guards().stream()
                        .filter(guard -> guard.decider().requires().contains(slot))
                        .filter(guard -> guard.provider(slot) == null)
                        .map(Guard::toString))
                .toList();
        problems.add(
            new Problem(
                String.join(", ", readers),
                "requires '"
                    + slot
                    + "', which no task provides and the inputs "
                    + given.propertyNames()
                    + " do not hold",
                "submit it as an input, or add a task that provides it"));
      }
    }
    for (ShapeAtom atom : shape.inOrder()) {
      for (String slot : atom.provides()) {
        if (given.has(slot)) {
          problems.add(
              new Problem(
                  atom.name(),
                  "provides '" + slot + "', which is an input too",
                  "rename one of the two"));
        }
      }
    }
    return problems;
  }
}
