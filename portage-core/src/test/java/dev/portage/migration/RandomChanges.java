package dev.portage.migration;

import dev.portage.model.AtomKind;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeAtom.Traits;
import dev.portage.shape.ShapeGroup;
import dev.portage.shape.ShapeLink;
import dev.portage.shape.ShapeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Random changes of a shape, with what a book has to say about each: most of the time all of it,
 * now and then less. One change touches one atom, so the steps need no order.
 */
final class RandomChanges {
  private final Random random;
  private final String tag;
  private final List<Consumer<StepBuilder>> steps = new ArrayList<>();
  private final List<Consumer<BookBuilder>> answers = new ArrayList<>();
  private final Set<String> touched = new HashSet<>();
  private final Map<String, String> nowCalled = new HashMap<>();
  private final Map<String, String> newSlots = new HashMap<>();

  private RandomChanges(Random random, String tag) {
    this.random = random;
    this.tag = tag;
  }

  /**
   * A shape and what leads to it.
   *
   * @param to the new shape
   * @param steps what each step does; they touch different atoms
   * @param answers what else the book says
   * @param touched the old names of atoms that changed
   */
  record Change(
      Shape to,
      List<Consumer<StepBuilder>> steps,
      List<Consumer<BookBuilder>> answers,
      Set<String> touched) {

    /** A book of these steps, which are taken in this order. */
    MigrationBook book(List<Consumer<StepBuilder>> ordered) {
      return MigrationBook.of(
          book -> {
            String before = "";
            for (Consumer<StepBuilder> step : ordered) {
              String id = "s" + steps.indexOf(step);
              String after = before;
              book.step(id, s -> step.accept(after.isEmpty() ? s : s.after(after)));
              before = id;
            }
            answers.forEach(answer -> answer.accept(book));
          });
    }

    /** A book of the steps in which none comes after another. */
    MigrationBook book() {
      return MigrationBook.of(this::write);
    }

    /** Writes that book. */
    void write(BookBuilder book) {
      for (int i = 0; i < steps.size(); i++) {
        book.step("s" + i, steps.get(i));
      }
      answers.forEach(answer -> answer.accept(book));
    }
  }

  /**
   * A change of that shape.
   *
   * @param tag is part of every new name
   */
  static Change of(Random random, Shape from, String tag) {
    RandomChanges made = new RandomChanges(random, tag);
    ShapeGroup root = made.changed(from.root());
    Shape to = Shape.of(made.wired(root, Shape.of(root)));
    return new Change(to, made.steps, made.answers, made.touched);
  }

  private ShapeGroup changed(ShapeGroup group) {
    List<ShapeNode> children = new ArrayList<>();
    List<ShapeNode> open = new ArrayList<>(group.children());
    while (!open.isEmpty()) {
      ShapeNode child = open.remove(0);
      if (child instanceof ShapeGroup inner) {
        children.add(changed(inner));
      } else if (child instanceof ShapeAtom atom && mayMerge(atom, open)) {
        children.add(merged(atom, (ShapeAtom) open.remove(0)));
      } else if (child instanceof ShapeAtom atom) {
        children.addAll(atom.kind() == AtomKind.RETRY ? List.of(retry(atom)) : task(atom));
      }
    }
    if (children.isEmpty()) {
      children.add(added("kept-" + group.name()));
    }
    List<ShapeLink> links = new ArrayList<>();
    Set<String> names = new HashSet<>();
    children.forEach(child -> names.add(child.name()));
    for (ShapeLink link : group.links()) {
      ShapeLink now = ShapeLink.of(current(link.from()), current(link.to()));
      if (names.contains(now.from()) && names.contains(now.to())) {
        links.add(now);
      }
    }
    return new ShapeGroup(group.name(), group.pattern(), children, links);
  }

  private boolean mayMerge(ShapeAtom atom, List<ShapeNode> next) {
    return !next.isEmpty()
        && isPlain(atom)
        && next.get(0) instanceof ShapeAtom other
        && isPlain(other)
        && random.nextInt(12) == 0;
  }

  private static boolean isPlain(ShapeAtom atom) {
    return atom.kind() == AtomKind.TASK && !atom.isFanOut();
  }

  private String current(String name) {
    return nowCalled.getOrDefault(name, name);
  }

  private ShapeAtom retry(ShapeAtom retry) {
    return random.nextInt(4) == 0 ? renamed(retry) : retry;
  }

  private List<ShapeNode> task(ShapeAtom atom) {
    return switch (random.nextInt(16)) {
      case 0, 1 -> List.of(renamed(atom));
      case 2, 3 -> List.of(versioned(atom));
      case 4 -> dropped(atom);
      case 5 -> split(atom);
      case 6 -> List.of(added("new-" + atom.name()), atom);
      case 7 -> List.of(atom, added("new-" + atom.name()));
      case 8 -> List.of(reset(atom));
      case 9 -> List.of(AtomEdits.reverting(atom));
      case 10 -> List.of(slotted(atom));
      default -> List.of(atom);
    };
  }

  private void step(ShapeAtom atom, Consumer<StepBuilder> step) {
    touched.add(atom.name());
    InDoubt doubt =
        List.of(InDoubt.BLOCK, InDoubt.AS_PENDING, InDoubt.AS_FAILED, InDoubt.AS_PENDING)
            .get(random.nextInt(4));
    if (random.nextInt(12) > 0) { // seldom nothing is said
      steps.add(s -> step.accept(s.inDoubt(doubt)));
    }
  }

  private ShapeAtom renamed(ShapeAtom atom) {
    String name = atom.name() + tag;
    nowCalled.put(atom.name(), name);
    step(atom, s -> s.rename(atom.name(), name));
    return atom.named(name);
  }

  private ShapeAtom versioned(ShapeAtom atom) {
    String from = atom.version();
    if (from == null) {
      return atom;
    }
    boolean isMinor = !from.endsWith(".9") && random.nextInt(4) == 0;
    int major = Integer.parseInt(from.substring(0, from.indexOf('.')));
    String to = isMinor ? from.replaceAll("\\d+$", "9") : (major + 1) + ".0";
    String more = "more-" + atom.name() + tag;
    List<String> slots = new ArrayList<>(atom.provides());
    boolean maps = !isMinor && random.nextInt(5) > 0;
    if (maps) {
      slots.add(more);
      OutputMap map = out -> out.put(more, "mapped");
      OutputMap back = out -> out.remove(more);
      boolean isLens = random.nextBoolean();
      step(
          atom,
          s -> {
            if (isLens) {
              s.version(atom.name(), from, to, map, back).supply("of " + atom.name(), 1);
            } else {
              s.version(atom.name(), from, to, map);
            }
          });
    } else {
      step(atom, s -> s.version(atom.name(), from, to, OutputMap.SAME));
    }
    return AtomEdits.providing(atom.versioned(to), slots);
  }

  /** The slot is called otherwise, and so it is for those who read it: see {@link #wired}. */
  private ShapeAtom slotted(ShapeAtom atom) {
    if (atom.provides().isEmpty()) {
      return atom;
    }
    String old = atom.provides().first();
    List<String> slots = new ArrayList<>(atom.provides());
    slots.set(0, old + tag);
    newSlots.put(old, old + tag);
    step(atom, s -> s.renameSlot(atom.name(), old, old + tag));
    return AtomEdits.providing(atom, slots);
  }

  /** Two tasks that stand side by side become one under the first's name. */
  private ShapeAtom merged(ShapeAtom first, ShapeAtom second) {
    List<String> slots = new ArrayList<>(first.provides());
    slots.addAll(second.provides());
    String name = first.name();
    WhenMixed mixed = random.nextBoolean() ? WhenMixed.BLOCK : WhenMixed.RESET;
    Whole whole = Whole.of(name, "9.0").inherits(name).whenMixed(mixed);
    nowCalled.put(second.name(), name);
    touched.add(name);
    step(second, s -> s.merge(List.of(name, second.name()), whole));
    return AtomEdits.providing(first.versioned("9.0"), slots);
  }

  private List<ShapeNode> dropped(ShapeAtom atom) {
    OnDone onDone = random.nextBoolean() ? OnDone.FORGET : OnDone.AUTO;
    step(atom, s -> s.drop(atom.name(), onDone));
    return List.of();
  }

  private List<ShapeNode> split(ShapeAtom atom) {
    String first = atom.name() + "-first" + tag;
    String second = atom.name() + "-second" + tag;
    String slot = "out-" + second;
    nowCalled.put(atom.name(), first);
    String[] kept = atom.provides().toArray(String[]::new);
    step(
        atom,
        s ->
            s.split(
                atom.name(),
                Part.of(first, "1.0").taking(kept).inherits(),
                Part.of(second, "1.0").output((old, part) -> part.put(slot, "split"))));
    ShapeAtom other = AtomEdits.providing(atom.named(second).versioned("1.0"), List.of(slot));
    return List.of(atom.named(first).versioned("1.0"), other);
  }

  private ShapeAtom added(String name) {
    String full = name + tag;
    switch (random.nextInt(4)) {
      case 0 -> answers.add(book -> book.late(full));
      case 1 -> answers.add(book -> book.seed(full, out -> out.put("out-" + full, "seeded")));
      default -> {} // the built-in rule
    }
    Traits traits = new Traits(random.nextBoolean(), random.nextBoolean(), slots());
    return new ShapeAtom(AtomKind.TASK, full, "1.0", slots(), slots("out-" + full), traits);
  }

  private ShapeAtom reset(ShapeAtom atom) {
    step(atom, s -> s.reset(atom.name()).allow("RERUN02", "may run twice"));
    return atom;
  }

  /** Takes back needs of slots that are gone, most of the time. */
  private ShapeGroup wired(ShapeGroup group, Shape whole) {
    Set<String> there = new HashSet<>(RandomShapes.INPUTS);
    whole.inOrder().forEach(atom -> there.addAll(atom.provides()));
    List<ShapeNode> children = new ArrayList<>();
    for (ShapeNode child : group.children()) {
      if (child instanceof ShapeGroup inner) {
        children.add(wired(inner, whole));
      } else if (child instanceof ShapeAtom atom) {
        List<String> requires =
            atom.requires().stream()
                .map(slot -> newSlots.getOrDefault(slot, slot))
                .filter(slot -> there.contains(slot) || random.nextInt(8) == 0)
                .toList();
        children.add(AtomEdits.requiring(atom, requires));
      }
    }
    return new ShapeGroup(group.name(), group.pattern(), children, group.links());
  }

  private static SortedSet<String> slots(String... names) {
    return ShapeAtom.slotSet(List.of(names));
  }
}
