package dev.portage.migration.frontier;

import dev.portage.migration.frontier.RandomChange.Change;
import dev.portage.migration.frontier.Sketch.Each;
import dev.portage.migration.frontier.Sketch.Group;
import dev.portage.migration.frontier.Sketch.Leaf;
import dev.portage.migration.frontier.Sketch.Limit;
import dev.portage.migration.frontier.Sketch.Link;
import dev.portage.migration.frontier.Sketch.Node;
import dev.portage.model.Decider.Depth;
import dev.portage.model.Pattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Changes of a flow's retries, deciders and fan-outs. */
final class RandomStructure {
  private RandomStructure() {}

  /** Two neighbours in a row become one. */
  static Change merge(RandomChange in) {
    List<Group> rows =
        in.now.groups().stream()
            .filter(group -> group.pattern() == Pattern.LINEAR && group.children().size() > 1)
            .toList();
    Group row = rows.isEmpty() ? null : rows.get(in.random.nextInt(rows.size()));
    int at = row == null ? 0 : in.random.nextInt(row.children().size() - 1);
    if (row == null
        || !(row.children().get(at) instanceof Leaf a)
        || !(row.children().get(at + 1) instanceof Leaf b)
        || a.traits().each() != null
        || b.traits().each() != null) {
      return null;
    }
    List<String> provides = new ArrayList<>(a.provides());
    provides.addAll(b.provides());
    List<String> requires = new ArrayList<>(b.requires());
    requires.removeAll(a.requires());
    requires.addAll(a.requires());
    requires.removeAll(a.provides());
    Sketch.Traits traits =
        Sketch.Traits.of(a.traits().effect(), a.traits().reverts() || b.traits().reverts());
    String name = a.name() + "m";
    in.replace(b);
    in.replace(a, new Leaf(name, traits, requires, provides));
    String how = in.random.nextInt(4) == 0 ? "" : ".output((old, whole) -> ...)";
    return new Change(
        "merge " + a.name() + " and " + b.name(),
        ".merge(List.of(\"%s\", \"%s\"), Whole.of(\"%s\", \"1.0\")%s)"
            .formatted(a.name(), b.name(), name, how));
  }

  static Change retry(RandomChange in) {
    List<Group> groups = in.now.groups();
    Group group = groups.get(in.random.nextInt(groups.size()));
    Limit old = group.retry();
    if (old == null) {
      Limit added = new Limit("retry-new-" + group.name(), 1 + in.random.nextInt(3));
      in.now = in.now.changing(group.name(), same -> same.with(added));
      return new Change("add a retry to " + group.name(), "");
    }
    return switch (in.random.nextInt(3)) {
      case 0 -> {
        in.now = in.now.changing(group.name(), same -> same.with((Limit) null));
        yield new Change("remove " + old.name(), "");
      }
      case 1 -> {
        Limit renamed = new Limit(old.name() + "r", old.attempts());
        in.now = in.now.changing(group.name(), same -> same.with(renamed));
        yield new Change(
            "rename " + old.name(), ".rename(\"" + old.name() + "\", \"" + renamed.name() + "\")");
      }
      default -> {
        Limit limited = new Limit(old.name(), 1);
        in.now = in.now.changing(group.name(), same -> same.with(limited));
        yield new Change("limit " + old.name(), "");
      }
    };
  }

  /** Deciders go; where there are none, one comes. */
  static Change links(RandomChange in) {
    List<Group> graphs =
        in.now.groups().stream()
            .filter(group -> group.pattern() == Pattern.GRAPH && group.children().size() > 1)
            .toList();
    if (graphs.isEmpty()) {
      return null;
    }
    Group group = graphs.get(in.random.nextInt(graphs.size()));
    if (!group.links().isEmpty()) {
      in.now = in.now.changing(group.name(), same -> same.linked(List.of()));
      return new Change("remove the deciders of " + group.name(), "");
    }
    Link link =
        new Link(
            group.children().get(0).name(),
            group.children().get(group.children().size() - 1).name(),
            in.random.nextBoolean(),
            Depth.ATOM);
    in.now = in.now.changing(group.name(), same -> same.linked(List.of(link)));
    return new Change("add a decider to " + group.name(), "");
  }

  /** A fan-out has other keys, or more of them. */
  static Change keys(RandomChange in) {
    Leaf leaf = fanOut(in);
    if (leaf == null) {
      return null;
    }
    Each each = leaf.traits().each();
    Each other =
        each.values() == null || in.random.nextBoolean()
            ? new Each(each.values(), each.prefix() + "k")
            : new Each(in.random.nextBoolean() ? List.of("x", "y", "z") : List.of("y"), "");
    in.replace(leaf, leaf.with(leaf.traits().over(other)));
    return new Change("other keys for " + leaf.name(), "");
  }

  /** A task becomes a fan-out, or the other way round. */
  static Change spread(RandomChange in) {
    Leaf leaf = in.random.nextBoolean() ? fanOut(in) : in.any();
    if (leaf == null) {
      return null;
    }
    Each other = leaf.traits().each() == null ? new Each(List.of("x", "y"), "") : null;
    in.replace(leaf, leaf.with(leaf.traits().over(other)));
    return new Change("fan " + leaf.name() + (other == null ? " in" : " out"), "");
  }

  private static Leaf fanOut(RandomChange in) {
    List<Leaf> all = in.now.leaves().stream().filter(leaf -> leaf.traits().each() != null).toList();
    return all.isEmpty() ? null : all.get(in.random.nextInt(all.size()));
  }

  static Change reorder(RandomChange in) {
    List<Group> groups = in.now.groups();
    Group chosen = groups.get(in.random.nextInt(groups.size()));
    in.now =
        in.now.changing(
            chosen.name(),
            group -> {
              List<Node> children = new ArrayList<>(group.children());
              Collections.shuffle(children, in.random);
              return group.with(children);
            });
    return new Change("reorder " + chosen.name(), "");
  }

  static Change move(RandomChange in) {
    Leaf leaf = in.any();
    List<Group> groups = in.now.groups();
    if (leaf == null || groups.size() < 2) {
      return null;
    }
    in.replace(leaf);
    Group into = groups.get(in.random.nextInt(groups.size()));
    in.now =
        in.now.changing(
            into.name(),
            group -> {
              List<Node> children = new ArrayList<>(group.children());
              children.add(in.random.nextInt(children.size() + 1), leaf);
              return group.with(children);
            });
    return new Change("move " + leaf.name() + " to " + into.name(), "");
  }

  static Change toRetry(RandomChange in) {
    Leaf leaf = in.any();
    if (leaf == null || in.now.retry() != null) {
      return null;
    }
    in.replace(leaf);
    in.rewire(slots -> slots.stream().filter(slot -> !leaf.provides().contains(slot)).toList());
    in.now = in.now.with(new Limit(leaf.name(), 2));
    return new Change("make a retry of " + leaf.name(), "");
  }
}
