package dev.portage.engine;

import dev.portage.engine.RandomFlow.Group;
import dev.portage.engine.RandomFlow.Leaf;
import dev.portage.engine.RandomFlow.Node;
import dev.portage.model.Arguments;
import dev.portage.model.Flow;
import dev.portage.model.Outputs;
import dev.portage.model.Part;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.model.TaskContext;

/** A random flow in code. Every body says that it runs. */
final class RandomCode {
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
    for (int[] link : group.links()) {
      builder.link(group.children().get(link[0]).name(), group.children().get(link[1]).name());
    }
    return builder.build();
  }

  private Task task(Leaf leaf) {
    Slot<Integer> slot = Slot.of("of-" + leaf.name(), Integer.class);
    Task task = reading(Task.named(leaf.name()).inject(ZERO, 0), leaf).priority(leaf.priority());
    if (leaf.habits().listed() < 0) {
      task = task.provides(slot).execute(in -> executed(leaf, in));
    } else {
      var list = Slot.listOf("listed-by-" + leaf.name(), Integer.class);
      task =
          task.provides(slot, list)
              .execute(
                  in -> {
                    int value = executed(leaf, in);
                    return Outputs.of(slot, value).and(list, RandomFlow.list(leaf, value));
                  });
    }
    return leaf.habits().hasRevert() ? task.revert(in -> reverted(leaf, in.context())) : task;
  }

  private int executed(Leaf leaf, Arguments in) {
    bodies.enter("execute", in.context());
    int sum = in.get(ZERO);
    for (String slot : leaf.requires()) {
      sum += in.get(form(leaf, slot) == 3 ? own(slot) : Slot.of(slot, Integer.class));
    }
    bodies.leave("execute", in.context());
    if (in.context().attempt() <= leaf.habits().failures()) {
      throw new IllegalStateException(leaf.name() + " fails");
    }
    return RandomFlow.value(leaf, in.context().attempt(), sum);
  }

  private void reverted(Leaf leaf, TaskContext context) {
    bodies.enter("revert", context);
    bodies.leave("revert", context);
    if (context.attempt() == leaf.habits().stuckAt()) {
      throw new IllegalStateException(leaf.name() + " does not revert");
    }
  }

  private static Task reading(Task task, Leaf leaf) {
    Task reading = task;
    for (String name : leaf.requires()) {
      Slot<Integer> slot = Slot.of(name, Integer.class);
      reading =
          switch (form(leaf, name)) {
            case 0 -> reading.requires(slot);
            case 1 -> reading.optional(slot);
            case 2 -> reading.defaults(slot, -1);
            default -> reading.requires(own(name)).in(own(name), name);
          };
    }
    return reading;
  }

  /** In which of four ways a task asks for a slot; all have the same outcome. */
  private static int form(Leaf leaf, String slot) {
    return Math.floorMod((leaf.name() + slot).hashCode(), 4);
  }

  private static Slot<Integer> own(String slot) {
    return Slot.of("own " + slot, Integer.class);
  }
}
