package dev.portage.engine;

import dev.portage.engine.RandomFlow.Atom;
import dev.portage.engine.RandomFlow.Group;
import dev.portage.engine.RandomFlow.Node;
import dev.portage.model.Pattern;
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
  private final Map<String, String> retries = new HashMap<>();

  ModelOrder(RandomFlow flow) {
    this.atoms = flow.atoms();
    atoms.forEach(atom -> before.put(atom.name(), new HashSet<>()));
    atoms.forEach(atom -> after.put(atom.name(), new HashSet<>()));
    relate(flow.root(), null);
    close();
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
    return group.links().stream().anyMatch(link -> link[0] == earlier && link[1] == later)
        || RandomFlow.under(group.children().get(later)).stream()
            .anyMatch(atom -> atom.requires().stream().anyMatch(provided::contains));
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
