package dev.portage.engine;

import dev.portage.engine.RandomRetry.Kind;
import dev.portage.model.Decider.Depth;
import dev.portage.model.Pattern;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A nested flow with retries and failures in it, made from a seed: the same for the same seed. */
final class RandomFlow {
  private static final int MOST_CHILDREN = 4;
  private static final int MOST_DEPTH = 3;
  private static final List<Integer> FAILURES = List.of(1, 1, 1, 2, 3, 99);
  private static final List<Kind> KINDS = List.copyOf(EnumSet.allOf(Kind.class));

  private static final List<Depth> DEPTHS = List.copyOf(EnumSet.allOf(Depth.class));

  /** A task, or a subflow if it has a pattern. */
  sealed interface Node {
    /** Unique in the flow. */
    String name();
  }

  /** Whatever has a state. */
  sealed interface Atom permits Leaf, RandomRetry {
    /** Unique in the flow. */
    String name();

    /** The slots that it reads. */
    List<String> requires();

    /** The slots that it stores. */
    List<String> provides();

    /** Of several whose turn it is, the highest goes first. */
    int priority();
  }

  /**
   * A task and what it does.
   *
   * @param each what it is spread over; null for a task of its own
   */
  record Leaf(String name, List<String> requires, Habits habits, @Nullable Each each)
      implements Node, Atom {
    @Override
    public List<String> provides() {
      if (each != null) {
        return List.of("all-of-" + name);
      }
      return habits.listed() < 0
          ? List.of("of-" + name)
          : List.of("of-" + name, "listed-by-" + name);
    }

    /** What it adds up: not the list that it is spread over. */
    List<String> reads() {
      return requires.stream().filter(slot -> each == null || !slot.equals(each.slot())).toList();
    }

    /** Zero for most tasks. */
    @Override
    public int priority() {
      return Math.max(0, Math.floorMod(name.hashCode() * 31, 7) - 3);
    }
  }

  /**
   * The list of a fan-out: in the code, in an input, or in a slot.
   *
   * @param values unless it is provided
   * @param slot null if the code gives it
   */
  record Each(List<Integer> values, @Nullable String slot, boolean isProvided) {}

  /**
   * What a task does wrong, and more. Of a fan-out, it goes for the even elements.
   *
   * @param failures how many attempts fail before one succeeds
   * @param stuckAt the attempt whose revert fails; 0 for none
   * @param listed how many values it lists for a retry to try; -1 if it provides no list
   */
  record Habits(int failures, int stuckAt, boolean hasRevert, int listed) {}

  /** A flow or subflow; children are linked by the numbers of earlier and later ones. */
  record Group(
      String name,
      Pattern pattern,
      @Nullable RandomRetry retry,
      List<Node> children,
      List<RandomLink> links)
      implements Node {}

  private final RandomGenerator random;
  private final double failures;
  private final boolean revertible;
  private final double retries;
  private final double fanOuts;
  private final double forks;
  private final List<Atom> atoms = new ArrayList<>();
  private final Group root;
  private int groups;

  private RandomFlow(long seed, boolean revertible) {
    this.random = new Random(seed);
    this.failures = random.nextInt(4) == 0 ? 0 : 0.15;
    this.revertible = revertible;
    this.retries = random.nextInt(4) == 0 ? 0 : 0.45;
    this.fanOuts = random.nextInt(3) == 0 ? 0 : 0.2;
    this.forks = random.nextInt(3) == 0 ? 0 : 0.7;
    this.root = group(0, List.of());
  }

  static RandomFlow of(long seed) {
    return new RandomFlow(seed, false);
  }

  /** The same, but that no revert fails, so that it never ends in FAILURE. */
  static RandomFlow revertible(long seed) {
    return new RandomFlow(seed, true);
  }

  Group root() {
    return root;
  }

  /** Every task and retry in declared order; a retry stands before what is in its flow. */
  List<Atom> atoms() {
    return atoms;
  }

  private Group group(int depth, List<String> inSight) {
    String name = "g" + groups++;
    Pattern pattern =
        List.of(Pattern.LINEAR, Pattern.UNORDERED, Pattern.GRAPH).get(random.nextInt(3));
    List<Node> children = new ArrayList<>();
    List<RandomLink> links = new ArrayList<>();
    List<String> visible = new ArrayList<>(inSight);
    RandomRetry retry = random.nextDouble() < retries ? retry(inSight) : null;
    if (retry != null) {
      visible.addAll(retry.provides());
    }
    int count = random.nextInt(MOST_CHILDREN + 1);
    for (int i = 0; i < count; i++) {
      RandomLink link =
          pattern == Pattern.GRAPH && i > 0 && random.nextInt(3) == 0 ? link(i, visible) : null;
      if (link != null) {
        links.add(link);
      }
      Node child =
          depth < MOST_DEPTH && random.nextInt(3) == 0 ? group(depth + 1, visible) : leaf(visible);
      children.add(child);
      if (pattern != Pattern.UNORDERED) {
        under(child).forEach(atom -> visible.addAll(atom.provides()));
      }
    }
    return new Group(name, pattern, retry, children, links);
  }

  private RandomLink link(int to, List<String> inSight) {
    int from = random.nextInt(to);
    if (random.nextDouble() >= forks) {
      return new RandomLink(from, to, null);
    }
    boolean reads = !inSight.isEmpty() && random.nextInt(3) > 0;
    return new RandomLink(
        from,
        to,
        new RandomLink.Fork(
            DEPTHS.get(random.nextInt(DEPTHS.size())),
            reads ? inSight.get(random.nextInt(inSight.size())) : null,
            random.nextInt(20) == 0));
  }

  private RandomRetry retry(List<String> inSight) {
    List<String> lists = inSight.stream().filter(RandomFlow::isList).toList();
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    if (kind == Kind.FOR_EACH_OF && lists.isEmpty()) {
      kind = Kind.FOR_EACH;
    }
    RandomRetry.Nature nature =
        new RandomRetry.Nature(
            kind == Kind.TIMES ? 1 + random.nextInt(3) : random.nextInt(4),
            random.nextInt(5) == 0,
            random.nextInt(6) == 0 ? 1 + random.nextInt(2) : 0,
            random.nextInt(6) == 0 ? 1 + random.nextInt(2) : 0);
    RandomRetry retry =
        new RandomRetry(
            "r" + atoms.size(),
            kind,
            nature,
            kind == Kind.FOR_EACH_OF
                ? List.of(lists.get(random.nextInt(lists.size())))
                : List.of());
    atoms.add(retry);
    return retry;
  }

  private Leaf leaf(List<String> inSight) {
    List<String> requires = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0 && !inSight.isEmpty(); i--) {
      String slot = inSight.get(random.nextInt(inSight.size()));
      if (!requires.contains(slot)) {
        requires.add(slot);
      }
    }
    String name = "t" + atoms.size();
    Each each = random.nextDouble() < fanOuts ? each(name, inSight) : null;
    if (each != null && each.isProvided() && !requires.contains(each.slot())) {
      requires.add(each.slot());
    }
    int stuckAt = random.nextDouble() < failures / 4 ? 1 + random.nextInt(2) : 0;
    Habits habits =
        new Habits(
            random.nextDouble() < failures ? FAILURES.get(random.nextInt(FAILURES.size())) : 0,
            revertible ? 0 : stuckAt,
            random.nextInt(3) > 0,
            each == null && random.nextInt(5) == 0 ? random.nextInt(4) : -1);
    Leaf leaf = new Leaf(name, requires, habits, each);
    atoms.add(leaf);
    return leaf;
  }

  private Each each(String name, List<String> inSight) {
    List<Integer> values = IntStream.range(0, random.nextInt(4)).boxed().toList();
    List<String> lists = inSight.stream().filter(RandomFlow::isList).toList();
    if (!lists.isEmpty() && random.nextInt(4) > 0) {
      return new Each(List.of(), lists.get(random.nextInt(lists.size())), true);
    }
    return new Each(values, random.nextBoolean() ? "given-to-" + name : null, false);
  }

  /** Whether a slot holds several numbers, for whoever reads it. */
  static boolean isList(String slot) {
    return !slot.startsWith("of-") && !slot.startsWith("more-");
  }

  /** The atoms of a part, in declared order. */
  static List<Atom> under(Node node) {
    if (node instanceof Leaf leaf) {
      return List.of(leaf);
    }
    List<Atom> under = new ArrayList<>();
    Group group = (Group) node;
    if (group.retry() != null) {
      under.add(group.retry());
    }
    group.children().forEach(child -> under.addAll(under(child)));
    return under;
  }

  /** What a task gives that has added up its slots to this sum, in this attempt. */
  static int value(Leaf leaf, int attempt, int sum) {
    return leaf.name().hashCode() + 1_000_000 * attempt + sum;
  }

  /** Whether an execution of a task fails; the element is 0 unless it is one of a fan-out. */
  static boolean fails(Leaf leaf, int attempt, int element) {
    return attempt <= leaf.habits().failures() && element % 2 == 0;
  }

  /** Likewise its revert. */
  static boolean isStuck(Leaf leaf, int attempt, int element) {
    return attempt == leaf.habits().stuckAt() && element % 2 == 0;
  }

  /** What a task lists that gives this value; the last two are alike. */
  static List<Integer> list(Leaf leaf, int value) {
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < leaf.habits().listed(); i++) {
      list.add(value + Math.min(i, 1));
    }
    return list;
  }
}
