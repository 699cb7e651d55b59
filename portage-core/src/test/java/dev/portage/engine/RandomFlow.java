package dev.portage.engine;

import dev.portage.model.Flow;
import dev.portage.model.Part;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A nested flow with failures in it, made from a seed: the same for the same seed. */
final class RandomFlow {
  private static final int MOST_CHILDREN = 4;
  private static final int MOST_DEPTH = 3;

  /** A task, or a subflow if it has a pattern. */
  sealed interface Node {
    /** Unique in the flow. */
    String name();
  }

  /** A task and what it does. */
  record Leaf(String name, List<String> requires, Habits habits) implements Node {}

  /** What a task does wrong. */
  record Habits(boolean executeFails, boolean revertFails, boolean hasRevert) {}

  /** A flow or subflow; children are linked by the numbers of earlier and later ones. */
  record Group(
      String name, dev.portage.model.Pattern pattern, List<Node> children, List<int[]> links)
      implements Node {}

  private final RandomGenerator random;
  private final double failures;
  private final List<Leaf> leaves = new ArrayList<>();
  private final Group root;
  private int groups;

  private RandomFlow(long seed) {
    this.random = new Random(seed);
    this.failures = random.nextInt(3) == 0 ? 0 : 0.12;
    this.root = group(0, List.of());
  }

  static RandomFlow of(long seed) {
    return new RandomFlow(seed);
  }

  Group root() {
    return root;
  }

  /** Every task in declared order. */
  List<Leaf> leaves() {
    return leaves;
  }

  private Group group(int depth, List<String> inSight) {
    String name = "g" + groups++;
    dev.portage.model.Pattern pattern =
        List.of(
                dev.portage.model.Pattern.LINEAR,
                dev.portage.model.Pattern.UNORDERED,
                dev.portage.model.Pattern.GRAPH)
            .get(random.nextInt(3));
    List<Node> children = new ArrayList<>();
    List<int[]> links = new ArrayList<>();
    List<String> visible = new ArrayList<>(inSight);
    int count = random.nextInt(MOST_CHILDREN + 1);
    for (int i = 0; i < count; i++) {
      Node child =
          depth < MOST_DEPTH && random.nextInt(3) == 0 ? group(depth + 1, visible) : leaf(visible);
      children.add(child);
      if (pattern != dev.portage.model.Pattern.UNORDERED) {
        visible.addAll(slots(child));
      }
      if (pattern == dev.portage.model.Pattern.GRAPH && i > 0 && random.nextInt(4) == 0) {
        links.add(new int[] {random.nextInt(i), i});
      }
    }
    return new Group(name, pattern, children, links);
  }

  private Leaf leaf(List<String> inSight) {
    List<String> requires = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0 && !inSight.isEmpty(); i--) {
      String slot = inSight.get(random.nextInt(inSight.size()));
      if (!requires.contains(slot)) {
        requires.add(slot);
      }
    }
    Habits habits =
        new Habits(
            random.nextDouble() < failures,
            random.nextDouble() < failures / 2,
            random.nextInt(3) > 0);
    Leaf leaf = new Leaf("t" + leaves.size(), requires, habits);
    leaves.add(leaf);
    return leaf;
  }

  private static List<String> slots(Node node) {
    if (node instanceof Leaf leaf) {
      return List.of(slot(leaf).name());
    }
    return ((Group) node).children().stream().flatMap(child -> slots(child).stream()).toList();
  }

  static Slot<Integer> slot(Leaf leaf) {
    return Slot.of("of-" + leaf.name(), Integer.class);
  }

  /** What every task returns if nothing fails. */
  Map<String, Integer> values() {
    Map<String, Integer> bySlot = new HashMap<>();
    for (Leaf leaf : leaves) {
      int sum = leaf.name().hashCode();
      for (String slot : leaf.requires()) {
        sum += bySlot.getOrDefault(slot, 0);
      }
      bySlot.put(slot(leaf).name(), sum);
    }
    return bySlot;
  }

  /** The flow in code. */
  Flow flow(String flowName, Ledger.Pen ledger) {
    return ((Flow) part(root, flowName, ledger));
  }

  private Part part(Node node, String flowName, Ledger.Pen ledger) {
    if (node instanceof Leaf leaf) {
      return task(leaf, ledger);
    }
    Group group = (Group) node;
    String name = group.name().equals(root.name()) ? flowName : group.name();
    Flow.Builder builder =
        switch (group.pattern()) {
          case LINEAR -> Flow.linear(name);
          case GRAPH -> Flow.graph(name);
          default -> Flow.unordered(name);
        };
    group.children().forEach(child -> builder.add(part(child, flowName, ledger)));
    for (int[] link : group.links()) {
      builder.link(group.children().get(link[0]).name(), group.children().get(link[1]).name());
    }
    return builder.build();
  }

  /** In which of four ways a task asks for a slot; all have the same outcome. */
  private static int form(Leaf leaf, String slot) {
    return Math.floorMod((leaf.name() + slot).hashCode(), 4);
  }

  /** Zero for most tasks. */
  static int priority(Leaf leaf) {
    return Math.max(0, Math.floorMod(leaf.name().hashCode() * 31, 7) - 3);
  }

  private static Slot<Integer> own(String slot) {
    return Slot.of("own " + slot, Integer.class);
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

  private static Task task(Leaf leaf, Ledger.Pen ledger) {
    Task task =
        reading(Task.named(leaf.name()).inject(Slot.of("zero", Integer.class), 0), leaf)
            .priority(priority(leaf))
            .provides(slot(leaf))
            .execute(
                in -> {
                  ledger.enter("execute", in.context());
                  int sum = leaf.name().hashCode() + in.get(Slot.of("zero", Integer.class));
                  for (String slot : leaf.requires()) {
                    sum += in.get(form(leaf, slot) == 3 ? own(slot) : Slot.of(slot, Integer.class));
                  }
                  ledger.leave("execute", in.context());
                  if (leaf.habits().executeFails()) {
                    throw new IllegalStateException(leaf.name() + " fails");
                  }
                  return sum;
                });
    if (!leaf.habits().hasRevert()) {
      return task;
    }
    return task.revert(
        in -> {
          ledger.enter("revert", in.context());
          ledger.leave("revert", in.context());
          if (leaf.habits().revertFails()) {
            throw new IllegalStateException(leaf.name() + " does not revert");
          }
        });
  }
}
