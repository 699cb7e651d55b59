package dev.portage.migration.frontier;

import dev.portage.engine.FlowCatalog;
import dev.portage.migration.frontier.Sketch.Group;
import dev.portage.migration.frontier.Sketch.Leaf;
import dev.portage.migration.frontier.Sketch.Node;
import dev.portage.migration.frontier.Sketch.Traits;
import dev.portage.model.FlowException;
import dev.portage.store.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * What the next release makes of a flow, with the lines of a book that a careful, or less careful,
 * author would write for it.
 */
final class RandomChange {
  /**
   * One change.
   *
   * @param words what was done
   * @param line for a book; empty if none is needed
   */
  record Change(String words, String line) {}

  private static final List<Function<RandomChange, Change>> COMMON =
      List.of(
          RandomChange::rename,
          RandomChange::rename,
          RandomChange::major,
          RandomChange::major,
          RandomChange::minor,
          RandomChange::drop,
          RandomChange::add,
          RandomChange::add,
          RandomChange::split,
          RandomStructure::merge,
          RandomStructure::reorder);

  private static final List<Function<RandomChange, Change>> RARE =
      List.of(
          RandomChange::dropUnderReaders,
          RandomStructure::move,
          RandomChange::toggleRevert,
          RandomChange::renameSlot,
          RandomChange::askInput,
          RandomStructure::toRetry,
          RandomChange::backwards,
          RandomStructure::retry,
          RandomStructure::retry,
          RandomStructure::links,
          RandomStructure::keys,
          RandomStructure::spread);

  final Random random;
  Group now;
  private final List<Change> changes = new ArrayList<>();
  private int fresh;

  private RandomChange(Random random, Group old) {
    this.random = random;
    this.now = old;
  }

  /** A few changes; each leaves a flow that compiles. */
  static RandomChange of(Random random, Group old) {
    RandomChange change = new RandomChange(random, old);
    int wanted = 1 + random.nextInt(3);
    for (int tries = 0; tries < 20 && change.changes.size() < wanted; tries++) {
      change.tryOne();
    }
    return change;
  }

  List<Change> changes() {
    return changes;
  }

  private void tryOne() {
    Group before = now;
    List<Function<RandomChange, Change>> kinds = random.nextInt(3) == 0 ? RARE : COMMON;
    Change made = kinds.get(random.nextInt(kinds.size())).apply(this);
    if (made == null || now.equals(before) || !compiles(now)) {
      now = before;
    } else {
      changes.add(made);
    }
  }

  /** Whether it is a flow. */
  static boolean compiles(Group sketch) {
    try {
      return FlowCatalog.of(
              SketchCode.FLOW, in -> SketchCode.of(sketch, FrontierRun.bodies(id -> null)))
          .target(SketchCode.FLOW, Payload.EMPTY)
          .isPresent();
    } catch (FlowException e) {
      return false;
    }
  }

  /** A task; null if there is none. */
  Leaf any() {
    List<Leaf> leaves = now.leaves();
    return leaves.isEmpty() ? null : leaves.get(random.nextInt(leaves.size()));
  }

  /** Puts something in the place of a task. */
  void replace(Leaf old, Node... heirs) {
    now = now.replacing(leaf -> leaf.equals(old) ? List.of(heirs) : List.of(leaf));
  }

  void rewire(Function<List<String>, List<String>> requires) {
    now = now.replacing(leaf -> List.of(leaf.requiring(requires.apply(leaf.requires()))));
  }

  private String doubt() {
    return random.nextInt(3) == 0 ? "" : ".inDoubt(InDoubt.AS_PENDING)";
  }

  private static String quoted(String name) {
    return "\"" + name + "\"";
  }

  private Change rename() {
    Leaf leaf = any();
    if (leaf == null) {
      return null;
    }
    String to = leaf.name() + "r";
    replace(leaf, leaf.named(to));
    return new Change(
        "rename " + leaf.name(), ".rename(" + quoted(leaf.name()) + ", " + quoted(to) + ")");
  }

  private Change major() {
    Leaf leaf = any();
    if (leaf == null) {
      return null;
    }
    Leaf next = leaf.with(leaf.traits().version(leaf.traits().major() + 1, 0));
    replace(leaf, next);
    String map = random.nextInt(4) == 0 ? "" : ", out -> ...";
    String line =
        doubt()
            + ".version("
            + String.join(", ", quoted(leaf.name()), quoted(leaf.version()), quoted(next.version()))
            + map
            + ")";
    return new Change("raise the major of " + leaf.name(), line);
  }

  private Change minor() {
    Leaf leaf = any();
    if (leaf == null) {
      return null;
    }
    Traits traits = leaf.traits();
    replace(leaf, leaf.with(traits.version(traits.major(), traits.minor() + 1)));
    return new Change("raise the minor of " + leaf.name(), "");
  }

  /** The older code again. */
  private Change backwards() {
    Leaf leaf = any();
    if (leaf == null || random.nextInt(3) > 0) {
      return null;
    }
    replace(leaf, leaf.with(leaf.traits().version(0, 9)));
    return new Change("lower the version of " + leaf.name(), "");
  }

  private Change drop() {
    Leaf leaf = any();
    if (leaf == null) {
      return null;
    }
    replace(leaf);
    rewire(slots -> slots.stream().filter(slot -> !leaf.provides().contains(slot)).toList());
    return new Change("drop " + leaf.name(), dropLine(leaf));
  }

  private String dropLine(Leaf leaf) {
    return doubt()
        + ".drop("
        + quoted(leaf.name())
        + (random.nextInt(3) == 0 ? ")" : ", OnDone.FORGET)");
  }

  /** Those who read its slots go on asking for them. */
  private Change dropUnderReaders() {
    Leaf leaf = any();
    if (leaf == null) {
      return null;
    }
    replace(leaf);
    return new Change("drop " + leaf.name() + ", but not what reads it", dropLine(leaf));
  }

  private Change add() {
    List<Group> groups = now.groups();
    Group into = groups.get(random.nextInt(groups.size()));
    String name = "new" + fresh++;
    Leaf leaf =
        new Leaf(
            name, Traits.of("do-" + name, random.nextBoolean()), List.of(), List.of("of-" + name));
    int at = random.nextInt(into.children().size() + 1);
    now =
        now.changing(
            into.name(),
            group -> {
              List<Node> children = new ArrayList<>(group.children());
              children.add(at, leaf);
              return group.with(children);
            });
    String call = random.nextBoolean() ? "book.late(" : "book.seed(";
    String rest = call.equals("book.late(") ? ")" : ", out -> ...)";
    return new Change("add " + name + " at " + at, call + quoted(name) + rest);
  }

  private Change split() {
    Leaf leaf = any();
    if (leaf == null) {
      return null;
    }
    Leaf first = leaf.named(leaf.name() + "a");
    Leaf second =
        new Leaf(
            leaf.name() + "b",
            new Traits(
                1,
                0,
                leaf.traits().effect() + "+",
                random.nextBoolean() && leaf.traits().reverts(),
                true,
                leaf.traits().each()),
            List.of(),
            List.of("of-" + leaf.name() + "b"));
    replace(leaf, first, second);
    String map = random.nextInt(4) == 0 ? "" : ".output((old, part) -> ...)";
    String line =
        doubt()
            + ".split("
            + quoted(leaf.name())
            + part(first, map + ".inherits()")
            + part(second, map)
            + ")";
    return new Change("split " + leaf.name(), line);
  }

  private static String part(Leaf leaf, String rest) {
    return ", Part.of(" + quoted(leaf.name()) + ", " + quoted(leaf.version()) + ")" + rest;
  }

  private Change toggleRevert() {
    Leaf leaf = any();
    if (leaf == null) {
      return null;
    }
    replace(leaf, leaf.with(leaf.traits().reverting(!leaf.traits().reverts())));
    return new Change("toggle the revert of " + leaf.name(), "");
  }

  private Change renameSlot() {
    Leaf leaf = any();
    if (leaf == null) {
      return null;
    }
    String from = leaf.provides().get(0);
    String to = from + SketchCode.RENAMED;
    Function<List<String>, List<String>> renamed =
        slots -> slots.stream().map(slot -> slot.equals(from) ? to : slot).toList();
    replace(leaf, leaf.providing(renamed.apply(leaf.provides())));
    rewire(renamed);
    return new Change("rename the slot " + from, "");
  }

  private Change askInput() {
    Leaf leaf = any();
    if (leaf == null) {
      return null;
    }
    List<String> slots = new ArrayList<>(leaf.requires());
    slots.add("input-" + fresh++);
    replace(leaf, leaf.requiring(slots));
    return new Change("let " + leaf.name() + " require another input", "");
  }
}
