package dev.portage.engine;

import dev.portage.engine.RandomFlow.Atom;
import dev.portage.engine.RandomFlow.Group;
import dev.portage.engine.RandomFlow.Leaf;
import dev.portage.engine.RandomFlow.Node;
import dev.portage.model.Decider.Depth;
import dev.portage.model.Pattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which atom comes before which, as a full relation, and which retry is asked about which. */
final class ModelOrder {
  private final List<Atom> atoms;
  private final Map<String, Set<String>> before = new HashMap<>();
  private final Map<String, Set<String>> after = new HashMap<>();
  private final Map<String, Set<String>> followers = new HashMap<>();
  private final Map<String, List<ModelGuard>> guards = new HashMap<>();
  private final Map<String, String> retries = new HashMap<>();

  ModelOrder(RandomFlow flow) {
    this.atoms = flow.atoms();
    atoms.forEach(atom -> before.put(atom.name(), new HashSet<>()));
    atoms.forEach(atom -> after.put(atom.name(), new HashSet<>()));
    relate(flow.root(), null);
    close();
    guard(flow.root());
    before.forEach((last, all) -> all.forEach(first -> after.get(first).add(last)));
  }

  private void relate(Group group, @Nullable RandomRetry around) {
    RandomRetry retry = group.retry();
    if (retry != null) {
      govern(around, retry);
      group.children().forEach(child -> precede(List.of(retry), RandomFlow.under(child)));
    }
    List<Node> children = group.children();
    boolean[][] order = order(group);
    for (int later = 0; later < children.size(); later++) {
      if (children.get(later) instanceof Group subgroup) {
        relate(subgroup, retry == null ? around : retry);
      } else {
        govern(retry == null ? around : retry, (Atom) children.get(later));
      }
      for (int earlier = 0; earlier < later; earlier++) {
        if (order[earlier][later]) {
          precede(RandomFlow.under(children.get(earlier)), RandomFlow.under(children.get(later)));
        }
      }
    }
  }

  private void govern(@Nullable RandomRetry retry, Atom atom) {
    if (retry != null) {
      retries.put(atom.name(), retry.name());
    }
  }

  private void precede(List<Atom> first, List<Atom> last) {
    for (Atom later : last) {
      first.forEach(earlier -> before.get(later.name()).add(earlier.name()));
    }
  }

  /** Which child comes before which, also through one without any atom. */
  private static boolean[][] order(Group group) {
    int size = group.children().size();
    boolean[][] order = new boolean[size][size];
    for (int later = 0; later < size; later++) {
      for (int earlier = later - 1; earlier >= 0; earlier--) {
        order[earlier][later] = isBefore(group, earlier, later);
        for (int between = earlier + 1; between < later; between++) {
          order[earlier][later] |= order[earlier][between] && order[between][later];
        }
      }
    }
    return order;
  }

  private static boolean isBefore(Group group, int earlier, int later) {
    if (group.pattern() != Pattern.GRAPH) {
      return group.pattern() == Pattern.LINEAR;
    }
    Set<String> provided = new HashSet<>();
    RandomFlow.under(group.children().get(earlier)).forEach(p -> provided.addAll(p.provides()));
    return group.links().stream().anyMatch(link -> link.from() == earlier && link.to() == later)
        || requires(group, later).stream().anyMatch(provided::contains);
  }

  /** What a child of a graph flow reads, and the deciders in it and before it. */
  private static Set<String> requires(Group group, int child) {
    Set<String> requires = new HashSet<>();
    Node node = group.children().get(child);
    RandomFlow.under(node).forEach(atom -> requires.addAll(atom.requires()));
    for (RandomLink link : group.links()) {
      requires.addAll(link.to() == child ? link.requires() : List.of());
    }
    if (node instanceof Group inner) {
      requires.addAll(forkedIn(inner));
    }
    return requires;
  }

  private static Set<String> forkedIn(Group group) {
    Set<String> requires = new HashSet<>();
    group.links().forEach(link -> requires.addAll(link.requires()));
    for (Node child : group.children()) {
      if (child instanceof Group inner) {
        requires.addAll(forkedIn(inner));
      }
    }
    return requires;
  }

  /** Notes who asks the deciders of a flow, and what comes directly after what in it. */
  private void guard(Group group) {
    for (RandomLink link : group.links()) {
      Node to = group.children().get(link.to());
      Set<String> inside = new HashSet<>();
      RandomFlow.under(to).forEach(atom -> inside.add(atom.name()));
      if (link.fork() != null) {
        Node from = group.children().get(link.from());
        ModelGuard guard = new ModelGuard(link.fork(), from instanceof Leaf ? from.name() : null);
        for (String atom : inside) {
          if (Collections.disjoint(before(atom), inside)) {
            guards.computeIfAbsent(atom, a -> new ArrayList<>()).add(guard);
          }
        }
      }
    }
    List<Node> children = group.children();
    for (int later = 0; later < children.size(); later++) {
      if (children.get(later) instanceof Group inner) {
        guard(inner);
        continue;
      }
      String last = children.get(later).name();
      if (group.retry() != null && (later == 0 || group.pattern() != Pattern.LINEAR)) {
        follow(group.retry().name(), last);
      }
      for (int earlier = 0; earlier < later; earlier++) {
        boolean isNext = group.pattern() != Pattern.LINEAR || earlier == later - 1;
        if (children.get(earlier) instanceof Leaf leaf
            && isNext
            && isBefore(group, earlier, later)) {
          follow(leaf.name(), last);
        }
      }
    }
  }

  private void follow(String first, String last) {
    followers.computeIfAbsent(first, a -> new HashSet<>()).add(last);
  }

  /** A decider, and the atom that its link comes from; null for a subflow. */
  record ModelGuard(RandomLink.Fork fork, @Nullable String from) {}

  /** The deciders that an atom asks before it begins. */
  List<ModelGuard> guards(String atom) {
    return guards.getOrDefault(atom, List.of());
  }

  /** What is left out with an atom. */
  Set<String> leftOutWith(String atom, Depth depth) {
    Set<String> out = new HashSet<>(Set.of(atom));
    switch (depth) {
      case ATOM -> {}
      case NEIGHBORS -> out.addAll(followers.getOrDefault(atom, Set.of()));
      case FLOW -> followersOf(atom, out);
      case ALL -> out.addAll(after(atom));
    }
    return out;
  }

  private void followersOf(String atom, Set<String> found) {
    for (String next : followers.getOrDefault(atom, Set.of())) {
      if (found.add(next)) {
        followersOf(next, found);
      }
    }
  }

  private void close() {
    for (Atom middle : atoms) {
      for (Atom last : atoms) {
        if (before.get(last.name()).contains(middle.name())) {
          before.get(last.name()).addAll(before.get(middle.name()));
        }
      }
    }
  }

  /** The atoms that must have ended before this one begins. */
  Set<String> before(String atom) {
    return before.get(atom);
  }

  /** The atoms that begin only when this one has ended. */
  Set<String> after(String atom) {
    return after.get(atom);
  }

  /** The retry that is asked when this atom fails: one around it, never itself. */
  @Nullable String retryOf(String atom) {
    return retries.get(atom);
  }
}
