package dev.portage.migration.frontier;

import dev.portage.migration.frontier.Sketch.Each;
import dev.portage.migration.frontier.Sketch.Group;
import dev.portage.migration.frontier.Sketch.Leaf;
import dev.portage.migration.frontier.Sketch.Limit;
import dev.portage.migration.frontier.Sketch.Link;
import dev.portage.migration.frontier.Sketch.Node;
import dev.portage.migration.frontier.Sketch.Traits;
import dev.portage.model.Decider.Depth;
import dev.portage.model.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random flow: nested, with retries, fan-outs and deciders in some. */
public final class RandomSketch {
  private static final int MOST_DEPTH = 2;
  private static final List<Pattern> PATTERNS =
      List.of(Pattern.LINEAR, Pattern.LINEAR, Pattern.GRAPH, Pattern.UNORDERED);

  private static final List<Depth> DEPTHS = List.of(Depth.values());

  private final Random random;
  private final boolean retries;
  private final boolean fanOuts;
  private final boolean deciders;
  private int leaves;
  private int groups;

  private RandomSketch(Random random) {
    this.random = random;
    this.retries = random.nextInt(3) == 0;
    this.fanOuts = random.nextInt(4) == 0;
    this.deciders = random.nextInt(4) == 0;
  }

  /** A flow of one to about eight tasks. */
  public static Group of(Random random) {
    RandomSketch made = new RandomSketch(random);
    return made.group(0, List.of());
  }

  private Group group(int depth, List<String> inSight) {
    String name = "g" + groups++;
    Pattern pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
    Limit retry =
        retries && random.nextInt(depth == 0 ? 3 : 2) == 0
            ? new Limit("retry-" + name, 1 + random.nextInt(3))
            : null;
    List<Node> children = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    List<String> visible = new ArrayList<>(inSight);
    int count = depth == 0 ? 2 + random.nextInt(4) : 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      Node child =
          depth < MOST_DEPTH && leaves < 6 && random.nextInt(4) == 0
              ? group(depth + 1, visible)
              : leaf(visible);
      if (deciders && pattern == Pattern.GRAPH && i > 0 && random.nextInt(2) == 0) {
        String from = children.get(random.nextInt(i)).name();
        Depth reach = DEPTHS.get(random.nextInt(DEPTHS.size()));
        links.add(new Link(from, child.name(), random.nextInt(3) > 0, reach));
      }
      children.add(child);
      if (pattern != Pattern.UNORDERED) {
        leavesOf(child).forEach(leaf -> visible.addAll(leaf.provides()));
      }
    }
    return new Group(name, pattern, retry, children, links);
  }

  private static List<Leaf> leavesOf(Node node) {
    return node instanceof Leaf leaf ? List.of(leaf) : ((Group) node).leaves();
  }

  private Leaf leaf(List<String> visible) {
    String name = "t" + leaves++;
    List<String> requires =
        visible.stream().filter(slot -> random.nextInt(4) == 0).distinct().toList();
    List<String> provides =
        random.nextInt(4) == 0 ? List.of("of-" + name, "more-" + name) : List.of("of-" + name);
    Traits traits = Traits.of("do-" + name, random.nextInt(3) > 0);
    if (random.nextInt(8) == 0) {
      traits = new Traits(1, 0, traits.effect(), traits.reverts(), false, null);
    }
    if (fanOuts && random.nextInt(3) == 0) {
      traits = traits.over(new Each(random.nextBoolean() ? null : List.of("x", "y"), ""));
    }
    return new Leaf(name, traits, requires, provides);
  }
}
