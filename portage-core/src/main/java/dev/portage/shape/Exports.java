package dev.portage.shape;

import dev.portage.model.Pattern;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the parts of one shape provide; worked out once for each. */
final class Exports {
  private final IdentityHashMap<ShapeGroup, Map<String, Set<String>>> known =
      new IdentityHashMap<>();

  /** For each slot the children that provide it. */
  Map<String, Set<String>> owners(ShapeGroup group) {
    Map<String, Set<String>> owners = new HashMap<>();
    for (ShapeNode child : group.children()) {
      for (String slot : of(child).keySet()) {
        owners.computeIfAbsent(slot, s -> new LinkedHashSet<>()).add(child.name());
      }
    }
    return owners;
  }

  /** What a part provides to those that run after it: for each slot the atoms it may come from. */
  Map<String, Set<String>> of(ShapeNode node) {
    if (node instanceof ShapeAtom atom) {
      Map<String, Set<String>> own = new HashMap<>();
      atom.provides().forEach(slot -> own.put(slot, Set.of(atom.name())));
      return own;
    }
    ShapeGroup group = (ShapeGroup) node;
    Map<String, Set<String>> all = known.get(group);
    if (all == null) {
      all = merged(group);
      known.put(group, all);
    }
    return all;
  }

  private Map<String, Set<String>> merged(ShapeGroup group) {
    Map<String, Set<String>> all = new HashMap<>();
    for (ShapeNode child : group.children()) {
      Map<String, Set<String>> more = of(child);
      if (group.pattern() == Pattern.LINEAR) {
        all.putAll(more);
      } else {
        more.forEach((slot, by) -> all.computeIfAbsent(slot, s -> new TreeSet<>()).addAll(by));
      }
    }
    return all;
  }
}
