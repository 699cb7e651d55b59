package dev.portage.engine;

import dev.portage.engine.RandomFlow.Atom;
import dev.portage.engine.RandomFlow.Each;
import dev.portage.engine.RandomFlow.Group;
import dev.portage.engine.RandomFlow.Leaf;
import dev.portage.engine.RandomFlow.Node;
import dev.portage.model.Arguments;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.Inputs;
import dev.portage.model.Outputs;
import dev.portage.model.Part;
import dev.portage.model.RevertArguments;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.model.TaskContext;
import java.util.List;

/** A random flow in code. Every body says that it runs. */
final class RandomCode {
  /** The input that says which flow it is. */
  static final Slot<Long> SEED = Slot.of("seed", Long.class);

  /** What a task adds up in place of a slot that it has a default for. */
  static final int DEFAULT = -1;

  private static final Slot<Integer> ELEMENT = Slot.of("element", Integer.class);
  private static final Slot<Integer> ZERO = Slot.of("zero", Integer.class);

  /** Is told of each body; what it throws fails that body. */
  interface Bodies {
    /** A body, {@code execute} or {@code revert}, begins. */
    void enter(String body, TaskContext context);

    /** It is about to end. */
    void leave(String body, TaskContext context);
  }

  private final Bodies bodies;

  private RandomCode(Bodies bodies) {
    this.bodies = bodies;
  }

  static Flow of(RandomFlow flow, String flowName, Bodies bodies) {
    return new RandomCode(bodies).flow(flow.root(), flowName);
  }

  private Part part(Node node) {
    return node instanceof Leaf leaf ? task(leaf) : flow((Group) node, node.name());
  }

  private Flow flow(Group group, String name) {
    Flow.Builder builder =
        switch (group.pattern()) {
          case LINEAR -> Flow.linear(name);
          case GRAPH -> Flow.graph(name);
          default -> Flow.unordered(name);
        };
    if (group.retry() != null) {
      builder.retry(group.retry().inCode());
    }
    group.children().forEach(child -> builder.add(part(child)));
    group.links().forEach(link -> link.addTo(builder, group));
    return builder.build();
  }

  private Task task(Leaf leaf) {
    Task task = reading(Task.named(leaf.name()).inject(ZERO, 0), leaf).priority(leaf.priority());
    Slot<Integer> slot = Slot.of(leaf.provides().get(0), Integer.class);
    if (leaf.each() != null) {
      task = task.each(fanOut(leaf.each())).provides(slot).execute(in -> executed(leaf, in));
    } else if (leaf.habits().listed() < 0) {
      task = task.provides(slot).execute(in -> executed(leaf, in));
    } else {
      task = task.provides(slot, list(leaf.provides().get(1))).execute(in -> listed(leaf, in));
    }
    return leaf.habits().hasRevert() ? task.revert(in -> reverted(leaf, in)) : task;
  }

  private static FanOut<Integer> fanOut(Each each) {
    return each.slot() == null
        ? FanOut.of(each.values(), ELEMENT)
        : FanOut.over(list(each.slot()), ELEMENT);
  }

  private static Slot<List<Integer>> list(String name) {
    return Slot.listOf(name, Integer.class);
  }

  /** What a flow is to be submitted with. */
  static void submit(long seed, InputValues inputs) {
    inputs.put(SEED, seed);
    for (Atom atom : RandomFlow.of(seed).atoms()) {
      if (atom instanceof Leaf leaf && leaf.each() != null && !leaf.each().isProvided()) {
        String slot = leaf.each().slot();
        if (slot != null) {
          inputs.put(list(slot), leaf.each().values());
        }
      }
    }
  }

  private Outputs listed(Leaf leaf, Arguments in) {
    int value = executed(leaf, in);
    return Outputs.of(Slot.of(leaf.provides().get(0), Integer.class), value)
        .and(list(leaf.provides().get(1)), RandomFlow.list(leaf, value));
  }

  private static int element(Leaf leaf, Inputs in) {
    return leaf.each() == null ? 0 : in.get(ELEMENT);
  }

  private int executed(Leaf leaf, Arguments in) {
    bodies.enter("execute", in.context());
    int sum = in.get(ZERO) + element(leaf, in);
    for (String name : leaf.reads()) {
      if (RandomFlow.isList(name)) {
        sum += in.get(list(name)).stream().mapToInt(Integer::intValue).sum();
      } else {
        Slot<Integer> slot = form(leaf, name) == 3 ? own(name) : Slot.of(name, Integer.class);
        sum += in.has(slot) ? in.get(slot) : 0;
      }
    }
    bodies.leave("execute", in.context());
    if (RandomFlow.fails(leaf, in.context().attempt(), element(leaf, in))) {
      throw new IllegalStateException(leaf.name() + " fails");
    }
    return RandomFlow.value(leaf, in.context().attempt(), sum);
  }

  private void reverted(Leaf leaf, RevertArguments in) {
    bodies.enter("revert", in.context());
    bodies.leave("revert", in.context());
    if (RandomFlow.isStuck(leaf, in.context().attempt(), element(leaf, in))) {
      throw new IllegalStateException(leaf.name() + " does not revert");
    }
  }

  private static Task reading(Task task, Leaf leaf) {
    Task reading = task;
    for (String name : leaf.reads()) {
      Slot<Integer> slot = Slot.of(name, Integer.class);
      reading =
          switch (RandomFlow.isList(name) ? 4 : form(leaf, name)) {
            case 4 -> reading.requires(list(name));
            case 0 -> reading.requires(slot);
            case 1 -> reading.optional(slot);
            case 2 -> reading.defaults(slot, DEFAULT);
            default -> reading.requires(own(name)).in(own(name), name);
          };
    }
    return reading;
  }

  /** In which of four ways a task asks for a slot: 1 may do without, 2 has a default. */
  static int form(Leaf leaf, String slot) {
    return Math.floorMod((leaf.name() + slot).hashCode(), 4);
  }

  private static Slot<Integer> own(String slot) {
    return Slot.of("own " + slot, Integer.class);
  }
}
