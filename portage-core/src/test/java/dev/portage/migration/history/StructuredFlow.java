package dev.portage.migration.history;

import dev.portage.model.Arguments;
import dev.portage.model.AtomKind;
import dev.portage.model.Flow;
import dev.portage.model.Outputs;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeGroup;
import dev.portage.shape.ShapeNode;
import dev.portage.shape.Wiring;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A real flow with its real structure: subflows, graphs, retries; its tasks are stubs that note
 * that they ran, and arguments that come from elsewhere than the wiring says.
 */
final class StructuredFlow {
  final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

  private final Shape shape;
  private final Wiring wiring;
  private final Map<String, String> calledNow;
  private final Set<String> names = new HashSet<>();
  private int more;

  /** A flow of that shape, whose atoms are called so in the code that resumes it. */
  StructuredFlow(Shape shape, Map<String, String> calledNow) {
    this.shape = shape;
    this.wiring = Wiring.of(shape);
    this.calledNow = calledNow;
  }

  /** Whether the flow can be declared as it is: most can, some take one slot from two tasks. */
  boolean isSound() {
    return wiring.problems().isEmpty();
  }

  Shape shape() {
    return shape;
  }

  Wiring wiring() {
    return wiring;
  }

  Map<String, String> inputs() {
    Map<String, String> inputs = new TreeMap<>();
    wiring.inputs().forEach(slot -> inputs.put(slot, Stubs.input(slot)));
    return inputs;
  }

  /** The flow; of subflows that have one name all but the first are called otherwise. */
  Flow flow() {
    names.clear();
    more = 0;
    return group(shape.root()).build();
  }

  private Flow.Builder group(ShapeGroup group) {
    String name = names.add(group.name()) ? group.name() : group.name() + " " + ++more;
    Flow.Builder flow =
        switch (group.pattern()) {
          case GRAPH -> Flow.graph(name);
          case UNORDERED -> Flow.unordered(name);
          default -> Flow.linear(name);
        };
    for (ShapeNode node : group.children()) {
      if (node instanceof ShapeGroup subflow) {
        flow.add(group(subflow).build());
      } else if (node instanceof ShapeAtom atom && atom.kind() == AtomKind.RETRY) {
        flow.retry(Retry.times(atom.name(), 1).revertingAll().requires(slots(atom.requires())));
      } else if (node instanceof ShapeAtom atom) {
        flow.add(task(atom));
      }
    }
    return flow;
  }

  private Task task(ShapeAtom atom) {
    Task task =
        Task.named(atom.name())
            .requires(slots(atom.requires()))
            .provides(slots(atom.provides()))
            .execute(in -> execute(atom, in));
    return atom.reverts() ? task.revert(in -> {}) : task;
  }

  private Object execute(ShapeAtom atom, Arguments in) {
    ran.add(atom.name());
    for (String slot : atom.requires()) {
      String provider = wiring.provider(atom.name(), slot);
      String right = provider == null ? Stubs.input(slot) : value(slot, provider);
      Object is = in.getOrNull(Slot.of(slot, Object.class));
      if (!right.equals(is)) {
        wrong.add(atom.name() + " got " + is + ", not " + right);
      }
    }
    Outputs outputs = null;
    for (String slot : atom.provides()) {
      Slot<Object> filled = Slot.of(slot, Object.class);
      String value = value(slot, atom.name());
      outputs = outputs == null ? Outputs.of(filled, value) : outputs.and(filled, value);
    }
    return atom.provides().size() == 1 ? value(atom.provides().first(), atom.name()) : outputs;
  }

  private String value(String slot, String task) {
    return Stubs.value(slot, calledNow.getOrDefault(task, task));
  }

  private static Slot<?>[] slots(Collection<String> names) {
    return names.stream().map(name -> Slot.of(name, Object.class)).toArray(Slot<?>[]::new);
  }
}
