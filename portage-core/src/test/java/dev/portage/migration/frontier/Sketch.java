package dev.portage.migration.frontier;

import dev.portage.model.Decider.Depth;
import dev.portage.model.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A flow without code, easy to change. Immutable. */
public final class Sketch {
  private Sketch() {}

  /** A task or subflow. */
  public sealed interface Node {
    /** Unique in the flow. */
    String name();
  }

  /** A task. */
  public record Leaf(String name, Traits traits, List<String> requires, List<String> provides)
      implements Node {
    Leaf named(String other) {
      return new Leaf(other, traits, requires, provides);
    }

    Leaf with(Traits other) {
      return new Leaf(name, other, requires, provides);
    }

    Leaf requiring(List<String> slots) {
      return new Leaf(name, traits, slots, provides);
    }

    Leaf providing(List<String> slots) {
      return new Leaf(name, traits, requires, slots);
    }

    String version() {
      return traits.major() + "." + traits.minor();
    }
  }

  /**
   * What a task is like.
   *
   * @param effect what it does to the world: the same before and after a rename
   * @param each null for a task of its own
   */
  public record Traits(
      int major, int minor, String effect, boolean reverts, boolean hasSideEffects, Each each) {
    static Traits of(String effect, boolean reverts) {
      return new Traits(1, 0, effect, reverts, true, null);
    }

    Traits version(int toMajor, int toMinor) {
      return new Traits(toMajor, toMinor, effect, reverts, hasSideEffects, each);
    }

    Traits reverting(boolean other) {
      return new Traits(major, minor, effect, other, hasSideEffects, each);
    }

    Traits over(Each other) {
      return new Traits(major, minor, effect, reverts, hasSideEffects, other);
    }
  }

  /**
   * The list of a fan-out.
   *
   * @param values null if the list is the flow's input
   * @param prefix before the keys
   */
  public record Each(List<String> values, String prefix) {}

  /** A retry that tries so many times. */
  public record Limit(String name, int attempts) {}

  /** A link of a graph flow with a decider that always answers this. */
  public record Link(String from, String to, boolean answer, Depth depth) {}

  /**
   * A flow or subflow.
   *
   * @param retry null if there is none
   * @param links between children, by name
   */
  public record Group(
      String name, Pattern pattern, Limit retry, List<Node> children, List<Link> links)
      implements Node {
    /** The tasks under it, as declared. */
    public List<Leaf> leaves() {
      List<Leaf> leaves = new ArrayList<>();
      for (Node child : children) {
        if (child instanceof Leaf leaf) {
          leaves.add(leaf);
        } else {
          leaves.addAll(((Group) child).leaves());
        }
      }
      return leaves;
    }

    /** This group and those under it. */
    public List<Group> groups() {
      List<Group> groups = new ArrayList<>(List.of(this));
      for (Node child : children) {
        if (child instanceof Group group) {
          groups.addAll(group.groups());
        }
      }
      return groups;
    }

    /** The task of that name; null if there is none. */
    public Leaf leaf(String wanted) {
      return leaves().stream().filter(leaf -> leaf.name().equals(wanted)).findFirst().orElse(null);
    }

    /** The task that provides the slot; null if there is none. */
    public Leaf provider(String slot) {
      return leaves().stream()
          .filter(leaf -> leaf.provides().contains(slot))
          .findFirst()
          .orElse(null);
    }

    /** A copy in which each task is replaced by what the function gives for it. */
    Group replacing(Function<Leaf, List<Node>> heirs) {
      List<Node> now = new ArrayList<>();
      Map<String, String> names = new HashMap<>();
      for (Node child : children) {
        List<Node> made =
            child instanceof Leaf leaf
                ? heirs.apply(leaf)
                : List.of(((Group) child).replacing(heirs));
        now.addAll(made);
        if (!made.isEmpty()) {
          names.put(child.name(), made.get(0).name());
        }
      }
      List<Link> kept = new ArrayList<>();
      for (Link link : links) {
        String from = names.get(link.from());
        String to = names.get(link.to());
        if (from != null && to != null) {
          kept.add(new Link(from, to, link.answer(), link.depth()));
        }
      }
      return new Group(name, pattern, retry, now, kept);
    }

    /** A copy in which one group is another. */
    Group changing(String group, UnaryOperator<Group> change) {
      List<Node> now = new ArrayList<>();
      for (Node child : children) {
        now.add(child instanceof Group inner ? inner.changing(group, change) : child);
      }
      Group same = new Group(name, pattern, retry, now, links);
      return name.equals(group) ? change.apply(same) : same;
    }

    Group with(List<Node> others) {
      List<String> names = others.stream().map(Node::name).toList();
      List<Link> kept =
          links.stream()
              .filter(link -> names.indexOf(link.from()) >= 0)
              .filter(link -> names.indexOf(link.from()) < names.indexOf(link.to()))
              .toList();
      return new Group(name, pattern, retry, others, kept);
    }

    Group with(Limit other) {
      return new Group(name, pattern, other, children, links);
    }

    Group linked(List<Link> others) {
      return new Group(name, pattern, retry, children, others);
    }
  }
}
