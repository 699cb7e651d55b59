package dev.portage.migration.frontier;

import dev.portage.migration.frontier.Sketch.Group;
import dev.portage.migration.frontier.Sketch.Leaf;
import dev.portage.migration.frontier.Sketch.Node;
import dev.portage.model.Arguments;
import dev.portage.model.Decider;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.Inputs;
import dev.portage.model.Outputs;
import dev.portage.model.Part;
import dev.portage.model.Pattern;
import dev.portage.model.Retry;
import dev.portage.model.RevertArguments;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.model.TaskContext;
import java.util.List;

/**
 * A sketch as code. What a task stores says which slot it is and which major version wrote it, and
 * has another type in each: whoever reads it looks whether it is what the code of today writes.
 */
public final class SketchCode {
  /** The flow's name. */
  public static final String FLOW = "frontier";

  /** The input that fan-outs go over. */
  static final String ITEMS = "items";

  /** The end of the names of slots that had others: what is stored stays. */
  static final String RENAMED = "-new";

  private static final Slot<String> ELEMENT = Slot.of("element", String.class);

  /** Is told of each body; what it throws fails that body. */
  public interface Bodies {
    /** A body begins. */
    void execute(Leaf leaf, TaskContext context);

    /** It has found its slots and is about to end well. */
    void executed(Leaf leaf, TaskContext context);

    /** A revert begins. */
    void revert(Leaf leaf, TaskContext context, List<Object> results);
  }

  private final Group sketch;
  private final Bodies bodies;

  private SketchCode(Group sketch, Bodies bodies) {
    this.sketch = sketch;
    this.bodies = bodies;
  }

  /** The flow of a sketch. */
  public static Flow of(Group sketch, Bodies bodies) {
    return new SketchCode(sketch, bodies).flow(sketch, FLOW);
  }

  private Flow flow(Group group, String name) {
    Flow.Builder flow =
        group.pattern() == Pattern.LINEAR
            ? Flow.linear(name)
            : group.pattern() == Pattern.GRAPH ? Flow.graph(name) : Flow.unordered(name);
    if (group.retry() != null) {
      flow.retry(Retry.times(group.retry().name(), group.retry().attempts()));
    }
    for (Node child : group.children()) {
      Part part = child instanceof Leaf leaf ? task(leaf) : flow((Group) child, child.name());
      flow.add(part);
    }
    group
        .links()
        .forEach(
            link ->
                flow.link(
                    link.from(), link.to(), Decider.of(in -> link.answer()).depth(link.depth())));
    return flow.build();
  }

  private Task task(Leaf leaf) {
    List<Slot<?>> requires = leaf.requires().stream().<Slot<?>>map(this::read).toList();
    Task task =
        Task.named(leaf.name())
            .version(leaf.traits().major(), leaf.traits().minor())
            .sideEffects(leaf.traits().hasSideEffects())
            .requires(requires.toArray(Slot<?>[]::new))
            .provides(
                leaf.provides().stream()
                    .map(slot -> written(slot, leaf.traits().major()))
                    .toArray(Slot<?>[]::new));
    if (leaf.traits().each() != null) {
      task = task.each(fanOut(leaf));
    }
    task = task.execute(in -> executed(leaf, in));
    return leaf.traits().reverts() ? task.revert(in -> reverted(leaf, in)) : task;
  }

  private static FanOut<String> fanOut(Leaf leaf) {
    Sketch.Each each = leaf.traits().each();
    FanOut<String> over =
        each.values() == null
            ? FanOut.over(Slot.listOf(ITEMS, String.class), ELEMENT)
            : FanOut.of(each.values(), ELEMENT);
    return over.keyedBy(element -> each.prefix() + element);
  }

  private static Slot<?> written(String slot, int major) {
    return major == 1 ? Slot.of(slot, String.class) : Slot.listOf(slot, String.class);
  }

  /** What a task of that major version stores in the slot. */
  public static Object value(String slot, int major) {
    String text = slot.replace(RENAMED, "") + "#" + major;
    return major == 1 ? text : List.of(text);
  }

  private Slot<?> read(String slot) {
    Leaf provider = sketch.provider(slot);
    if (provider == null) {
      return Slot.of(slot, String.class);
    }
    Slot<?> one = written(slot, provider.traits().major());
    return provider.traits().each() == null ? one : one.asList();
  }

  private Object executed(Leaf leaf, Arguments in) {
    bodies.execute(leaf, in.context());
    for (String slot : leaf.requires()) {
      check(leaf, slot, in);
    }
    bodies.executed(leaf, in.context());
    int major = leaf.traits().major();
    Outputs outputs = null;
    for (String slot : leaf.provides()) {
      outputs = add(outputs, written(slot, major), value(slot, major));
    }
    return leaf.provides().size() == 1 ? value(leaf.provides().get(0), major) : outputs;
  }

  @SuppressWarnings("unchecked")
  private static <T> Outputs add(Outputs outputs, Slot<T> slot, Object value) {
    return outputs == null ? Outputs.of(slot, (T) value) : outputs.and(slot, (T) value);
  }

  private void check(Leaf leaf, String slot, Inputs in) {
    Leaf provider = sketch.provider(slot);
    if (provider == null) {
      return;
    }
    Object expected = value(slot, provider.traits().major());
    Object found = in.get(read(slot));
    boolean same =
        provider.traits().each() == null
            ? expected.equals(found)
            : ((List<?>) found).stream().allMatch(expected::equals);
    if (!same) {
      throw new AssertionError(
          leaf.name() + " reads " + found + " in " + slot + ", not " + expected);
    }
  }

  private void reverted(Leaf leaf, RevertArguments in) {
    List<Object> results =
        leaf.provides().stream()
            .<Object>map(slot -> String.valueOf(in.result(written(slot, leaf.traits().major()))))
            .toList();
    bodies.revert(leaf, in.context(), results);
  }
}
