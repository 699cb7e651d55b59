package dev.portage.migration;

import dev.portage.model.AtomKind;
import dev.portage.model.Pattern;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeAtom.Traits;
import dev.portage.shape.ShapeGroup;
import dev.portage.shape.ShapeLink;
import dev.portage.shape.ShapeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;

/**
 * Random shapes: nested flows of every pattern, with retries, fan-outs and slots that are wired
 * soundly. Each atom provides slots of its own names, so that no two provide the same.
 */
final class RandomShapes {
  static final List<String> INPUTS = List.of("in-0", "in-1", "in-2");
  private static final int MOST_ATOMS = 8;

  private final Random random;
  private final List<String> provided = new ArrayList<>();
  private int atoms;
  private int groups;

  private RandomShapes(Random random) {
    this.random = random;
  }

  /** The next shape. */
  static Shape next(Random random) {
    RandomShapes made = new RandomShapes(random);
    return Shape.of(made.group(0, 2 + random.nextInt(MOST_ATOMS - 2)));
  }

  /** A group with at most so many atoms, and at least one. */
  private ShapeGroup group(int depth, int budget) {
    Pattern pattern =
        List.of(Pattern.LINEAR, Pattern.LINEAR, Pattern.UNORDERED, Pattern.GRAPH)
            .get(random.nextInt(4));
    List<ShapeNode> children = new ArrayList<>();
    int last = atoms + budget;
    if (random.nextInt(depth == 0 ? 8 : 3) == 0) {
      children.add(retry());
    }
    while (atoms < last || children.isEmpty()) {
      int left = last - atoms;
      boolean nests = depth < 2 && left > 1 && random.nextInt(4) == 0;
      children.add(nests ? group(depth + 1, 1 + random.nextInt(left - 1)) : task());
    }
    return new ShapeGroup("g" + groups++, pattern, children, links(pattern, children));
  }

  private List<ShapeLink> links(Pattern pattern, List<ShapeNode> children) {
    List<ShapeLink> links = new ArrayList<>();
    for (int i = 1; pattern == Pattern.GRAPH && i < children.size(); i++) {
      ShapeNode from = children.get(random.nextInt(i));
      if (random.nextInt(3) == 0 && !isRetry(from)) {
        links.add(ShapeLink.of(from.name(), children.get(i).name()));
      }
    }
    return links;
  }

  private static boolean isRetry(ShapeNode node) {
    return node instanceof ShapeAtom atom && atom.kind() == AtomKind.RETRY;
  }

  private ShapeAtom retry() {
    Traits traits =
        new Traits(false, false, none(), none(), none(), "times " + (1 + random.nextInt(4)), null);
    String name = "r" + atoms++;
    return new ShapeAtom(AtomKind.RETRY, name, version(), none(), provides(name, 2), traits);
  }

  private ShapeAtom task() {
    String name = "t" + atoms++;
    List<String> requires = new ArrayList<>();
    List<String> optional = new ArrayList<>();
    for (String slot : provided) {
      if (random.nextInt(4) == 0) {
        (random.nextInt(5) == 0 ? optional : requires).add(slot);
      }
    }
    if (random.nextInt(3) == 0) {
      requires.add(INPUTS.get(random.nextInt(INPUTS.size())));
    }
    Traits traits =
        new Traits(
            random.nextBoolean(),
            random.nextInt(3) > 0,
            none(),
            ShapeAtom.slotSet(optional),
            none(),
            "",
            random.nextInt(10) == 0 ? "" : null);
    return new ShapeAtom(
        AtomKind.TASK, name, version(), ShapeAtom.slotSet(requires), provides(name, 4), traits);
  }

  private SortedSet<String> provides(String name, int oneIn) {
    List<String> slots = new ArrayList<>();
    if (random.nextInt(oneIn) > 0) {
      slots.add("out-" + name);
    }
    if (random.nextInt(4) == 0) {
      slots.add("more-" + name);
    }
    provided.addAll(slots);
    return ShapeAtom.slotSet(slots);
  }

  private String version() {
    return random.nextInt(20) == 0 ? null : random.nextInt(4) == 0 ? "1.1" : "1.0";
  }

  private static SortedSet<String> none() {
    return ShapeAtom.slotSet(List.of());
  }
}
