package dev.portage.shape;

import dev.portage.model.Flow.Link;
import dev.portage.model.Names;
import dev.portage.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes one {@link Wiring}. */
final class Wirer {
  /** The first and the last node of a part. */
  private record Span(int start, int end) {}

  /** The slots in sight at some place, from the innermost flow outwards. */
  private record Scope(
      Map<String, Set<String>> slots, Map<String, Set<String>> own, @Nullable Scope outer) {
    static final Scope OUTSIDE = new Scope(Map.of(), Map.of(), null);

    Set<String> find(String slot) {
      for (Scope scope = this; scope != null; scope = scope.outer) {
        Set<String> found = new TreeSet<>(scope.slots.getOrDefault(slot, Set.of()));
        found.removeAll(scope.own.getOrDefault(slot, Set.of()));
        if (!found.isEmpty()) {
          return found;
        }
      }
      return Set.of();
    }
  }

  private final Shape shape;
  private final Precedence.Builder order;
  private final Map<String, Map<String, String>> providers = new HashMap<>();
  private final Set<String> inputs = new TreeSet<>(Names.BY_UTF8);
  private final Map<String, String> inputReaders = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Exports exports = new Exports();
  private int retry = Precedence.NO_RETRY;

  Wirer(Shape shape) {
    this.shape = shape;
    this.order = new Precedence.Builder(shape.inOrder());
  }

  Wiring wire() {
    boolean unique = namesAreUnique();
    wire(shape.root(), Scope.OUTSIDE);
    findUnreachable();
    Precedence precedence = order.build();
    List<String> entangled = unique ? precedence.entangled() : List.of();
    if (!entangled.isEmpty()) {
      problems.add(
          new Problem(
              entangled.get(0),
              "the order has a cycle through or before " + entangled,
              "remove a link, or a slot that one of them requires"));
    }
    return new Wiring(providers, inputs, precedence, problems);
  }

  private boolean namesAreUnique() {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new LinkedHashSet<>();
    for (ShapeAtom atom : shape.inOrder()) {
      if (!seen.add(atom.name())) {
        twice.add(atom.name());
      }
    }
    twice.forEach(
        name ->
            problems.add(
                new Problem(
                    name,
                    "two atoms have this name",
                    "rename one; names are unique in a flow, subflows included")));
    return twice.isEmpty();
  }

  private void findUnreachable() {
    for (ShapeAtom atom : shape.inOrder()) {
      for (String slot : atom.provides()) {
        if (inputs.contains(slot)) {
          String reader = inputReaders.get(slot);
          problems.add(
              new Problem(
                  String.valueOf(reader),
                  "requires '" + slot + "', which " + atom.name() + " provides, but not before it",
                  atom.name().equals(reader)
                      ? "give what it provides another name"
                      : "move " + atom.name() + " before " + reader + ", or rename the slot"));
        }
      }
    }
  }

  private Span wire(ShapeNode node, Scope scope) {
    if (node instanceof ShapeAtom atom) {
      int number = order.node(atom.name());
      order.govern(number, retry);
      atom.reads().forEach(slot -> require(atom, slot, scope.find(slot)));
      return new Span(number, number);
    }
    ShapeGroup group = (ShapeGroup) node;
    Span span = new Span(order.node(), order.node());
    int outerRetry = retry;
    Span inner = behindRetries(group, scope, span);
    switch (group.pattern()) {
      case LINEAR -> linear(group, scope, inner);
      case GRAPH -> graph(group, scope, inner);
      case UNORDERED, UNKNOWN -> unordered(group, scope, inner);
    }
    retry = outerRetry;
    return span;
  }

  /** Puts the retry of a flow before everything in it; gives what is left for the other parts. */
  private Span behindRetries(ShapeGroup group, Scope outer, Span span) {
    int start = span.start;
    for (ShapeAtom controller : group.retries()) {
      retry = wire(controller, outer).end;
      order.edge(start, retry);
      start = retry;
    }
    return new Span(start, span.end);
  }

  private void require(ShapeAtom reader, String slot, Set<String> found) {
    String atom = reader.name();
    if (found.isEmpty()) {
      if (reader.demands().contains(slot)) {
        inputs.add(slot);
        inputReaders.putIfAbsent(slot, atom);
      }
    } else if (found.size() == 1) {
      providers.computeIfAbsent(atom, a -> new HashMap<>()).put(slot, found.iterator().next());
    } else {
      problems.add(
          new Problem(
              atom,
              "requires '" + slot + "', which " + found + " all provide",
              "rename the slot that one of them provides"));
    }
  }

  private void linear(ShapeGroup group, Scope outer, Span span) {
    Map<String, Set<String>> inSight = new HashMap<>();
    Scope scope = new Scope(inSight, Map.of(), outer);
    int last = span.start;
    group.retries().forEach(controller -> inSight.putAll(exports.of(controller)));
    for (ShapeNode child : group.parts()) {
      Span part = wire(child, scope);
      order.edge(last, part.start);
      last = part.end;
      inSight.putAll(exports.of(child));
    }
    order.edge(last, span.end);
  }

  private void unordered(ShapeGroup group, Scope outer, Span span) {
    Map<String, Set<String>> inSight = new HashMap<>();
    group.retries().forEach(controller -> inSight.putAll(exports.of(controller)));
    Scope scope = new Scope(inSight, Map.of(), outer);
    for (ShapeNode child : group.parts()) {
      between(span, wire(child, scope));
    }
    order.edge(span.start, span.end);
  }

  private void between(Span group, Span part) {
    order.edge(group.start, part.start);
    order.edge(part.end, group.end);
  }

  private void graph(ShapeGroup group, Scope outer, Span span) {
    order.edge(span.start, span.end);
    Map<String, Set<String>> all = exports.of(group);
    Map<String, Span> parts = new LinkedHashMap<>();
    for (ShapeNode child : group.parts()) {
      Span part = wire(child, new Scope(all, exports.of(child), outer));
      between(span, part);
      if (parts.put(child.name(), part) != null) {
        problems.add(
            new Problem(
                child.name(),
                "two parts of the graph flow " + group.name() + " have this name",
                "rename one; a link, or a slot, could mean either"));
      }
    }
    Map<String, Set<String>> owners = exports.owners(group);
    for (ShapeNode child : group.parts()) {
      for (String slot : needs(child)) {
        for (String owner : owners.getOrDefault(slot, Set.of())) {
          if (!owner.equals(child.name())) {
            edge(parts, owner, child.name());
          }
        }
      }
    }
    links(group, parts);
  }

  private void edge(Map<String, Span> parts, String from, String to) {
    Span first = parts.get(from);
    Span second = parts.get(to);
    if (first != null && second != null) {
      order.edge(first.end, second.start);
    }
  }

  private void links(ShapeGroup group, Map<String, Span> parts) {
    for (Link link : group.links()) {
      for (String end : List.of(link.from(), link.to())) {
        if (!parts.containsKey(end)) {
          problems.add(
              new Problem(
                  group.name(),
                  "the link " + link.from() + " -> " + link.to() + " names '" + end + "'",
                  "a link joins two parts of the same graph flow: " + parts.keySet()));
        }
      }
      edge(parts, link.from(), link.to());
    }
  }

  /** The slots that some atom of a part takes from outside that part. */
  private Set<String> needs(ShapeNode node) {
    Set<String> needs = new TreeSet<>(Names.BY_UTF8);
    Set<String> inside = new HashSet<>();
    List<ShapeNode> open = new ArrayList<>(List.of(node));
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i) instanceof ShapeAtom atom) {
        inside.add(atom.name());
      } else {
        open.addAll(((ShapeGroup) open.get(i)).children());
      }
    }
    for (ShapeNode part : open) {
      if (part instanceof ShapeAtom atom) {
        for (String slot : atom.reads()) {
          String provider = providers.getOrDefault(atom.name(), Map.of()).get(slot);
          if (provider == null || !inside.contains(provider)) {
            needs.add(slot);
          }
        }
      }
    }
    return needs;
  }
}
