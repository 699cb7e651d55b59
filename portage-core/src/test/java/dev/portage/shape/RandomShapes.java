package dev.portage.shape;

import dev.portage.model.AtomKind;
import dev.portage.model.Decider.Depth;
import dev.portage.model.Pattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Random shapes with hostile names, nested patterns and odd versions. The same seed gives the same
 * shapes; put it into the message of a failing assertion.
 */
public final class RandomShapes {
  private static final List<String> HOSTILE =
      List.of(
          "requires",
          "provides",
          "optional",
          "reverts",
          "revert-requires",
          "pure",
          "formerly",
          "-",
          "task",
          "retry",
          "link",
          "linear",
          "two words",
          " leading",
          "trailing ",
          "\"",
          "\\",
          "a\"b\\c",
          "\\u0041",
          "ž",
          "\uffee",
          "\ud83d\ude80",
          "\ud83d\ude80 2",
          "a;b:c",
          "#",
          "'",
          "é",
          "e\u0301",
          "null");
  private static final List<String> VERSIONS =
      List.of(
          "1.0", "1.1", "1.10", "2.0", "2024.1-rc1", "", "-", "requires", "v 1", "\ud83d\ude80");

  private static final List<String> STRATEGIES =
      List.of("", "times 3", "always-revert", "for-each 2 revert-all", "requires", "-", "a \"b\"");

  private static final List<Pattern> PATTERNS = List.of(Pattern.values());

  private final Random random;

  /** Shapes that follow from this seed. */
  public RandomShapes(long seed) {
    this.random = new Random(seed);
  }

  /** Up to twelve atoms in flows nested at most three deep. */
  public Shape shape() {
    Set<String> names = new LinkedHashSet<>();
    int size = random.nextInt(13);
    while (names.size() < size) {
      names.add(name());
    }
    List<ShapeAtom> atoms = names.stream().map(this::atom).toList();
    return Shape.of(group(name(), atoms, 3));
  }

  private ShapeGroup group(String name, List<ShapeAtom> atoms, int depth) {
    List<ShapeNode> children = new ArrayList<>();
    int at = 0;
    while (at < atoms.size()) {
      if (depth > 1 && random.nextInt(4) == 0) {
        int to = at + 1 + random.nextInt(atoms.size() - at);
        children.add(group("sub " + name() + children.size(), atoms.subList(at, to), depth - 1));
        at = to;
      } else {
        children.add(atoms.get(at++));
      }
    }
    Pattern pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
    return new ShapeGroup(name, pattern, children, links(pattern, children));
  }

  private List<ShapeLink> links(Pattern pattern, List<ShapeNode> children) {
    List<ShapeLink> links = new ArrayList<>();
    for (int i = 1; pattern == Pattern.GRAPH && i < children.size(); i++) {
      if (random.nextInt(3) == 0) {
        links.add(
            new ShapeLink(
                children.get(random.nextInt(i)).name(),
                children.get(i).name(),
                random.nextBoolean() ? null : decider()));
      }
    }
    return links;
  }

  private ShapeDecider decider() {
    Depth depth = List.of(Depth.values()).get(random.nextInt(Depth.values().length));
    return new ShapeDecider(depth, ShapeAtom.slotSet(names()), ShapeAtom.slotSet(names()));
  }

  /** A name that is likely to be hostile, or to be drawn again. */
  public String name() {
    String name = HOSTILE.get(random.nextInt(HOSTILE.size()));
    return random.nextInt(3) == 0 ? name : name + (char) ('a' + random.nextInt(26));
  }

  /** A version as a database of others may hold it; null at times. */
  public @Nullable String version() {
    return random.nextInt(8) == 0 ? null : VERSIONS.get(random.nextInt(VERSIONS.size()));
  }

  /** An atom of that name. */
  public ShapeAtom atom(String name) {
    boolean retry = random.nextInt(9) == 0;
    return new ShapeAtom(
        retry ? AtomKind.RETRY : AtomKind.TASK,
        name,
        version(),
        ShapeAtom.slotSet(names()),
        ShapeAtom.slotSet(names()),
        new ShapeAtom.Traits(
            random.nextBoolean(),
            random.nextBoolean(),
            ShapeAtom.slotSet(names()),
            ShapeAtom.slotSet(names()),
            ShapeAtom.slotSet(names()),
            retry ? STRATEGIES.get(random.nextInt(STRATEGIES.size())) : "",
            random.nextInt(6) > 0 ? null : random.nextBoolean() ? "" : name()));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(4); i > 1; i--) {
      names.add(name());
    }
    return names;
  }

  /** The same atoms, with one renamed, versioned, dropped or added, or none of these. */
  public AtomSet near(AtomSet atoms) {
    List<ShapeAtom> all = new ArrayList<>(atoms.all());
    if (all.isEmpty()) {
      return random.nextBoolean() ? atoms : atoms.with(atom(name()));
    }
    ShapeAtom one = all.get(random.nextInt(all.size()));
    return switch (random.nextInt(5)) {
      case 0 -> atoms.without(one.name()).with(one.named(name()));
      case 1 -> atoms.with(one.versioned(version()));
      case 2 -> atoms.without(one.name());
      case 3 -> atoms.with(atom(name()));
      default -> atoms;
    };
  }

  /** The same shape with the children of unordered and graph flows, and all links, shuffled. */
  public ShapeGroup shuffled(ShapeGroup group) {
    List<ShapeNode> children = new ArrayList<>();
    for (ShapeNode child : group.children()) {
      children.add(child instanceof ShapeGroup subgroup ? shuffled(subgroup) : child);
    }
    List<ShapeLink> links = new ArrayList<>(group.links());
    Collections.shuffle(links, random);
    if (group.pattern() != Pattern.LINEAR) {
      Collections.shuffle(children, random);
    }
    return new ShapeGroup(group.name(), group.pattern(), children, links);
  }

  /** A number from zero up to but not including the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }
}
