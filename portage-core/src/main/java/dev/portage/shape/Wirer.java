package dev.portage.shape;

import dev.portage.model.Names;
import dev.portage.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes one {@link Wiring}. */
final class Wirer {
  /** The first and the last node of a part. */
  private record Span(int start, int end) {}

  /** A part of a graph flow. */
  private record Placed(ShapeNode node, Span span, List<Guard> guards) {}

  private final Shape shape;
  private final Precedence.Builder order;
  private final Map<String, Map<String, String>> providers = new HashMap<>();
  private final Set<String> inputs = new TreeSet<>(Names.BY_UTF8);
  private final Map<String, String> inputReaders = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Exports exports = new Exports();
  private final Guards guards = new Guards();
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
    return new Wiring(
        new Wiring.Sources(providers, inputs, guards.all()),
        precedence,
        guards.byAtom(precedence),
        problems);
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
      for (String slot : atom.reads()) {
        String provider =
            provider(atom.name(), slot, scope.find(slot), atom.demands().contains(slot));
        if (provider != null) {
          providers.computeIfAbsent(atom.name(), a -> new HashMap<>()).put(slot, provider);
        }
      }
      return new Span(number, number);
    }
    ShapeGroup group = (ShapeGroup) node;
    guards.enter(group);
    Span span = new Span(order.node(), order.node());
    int outerRetry = retry;
    Span inner = behindRetries(group, scope, span);
    switch (group.pattern()) {
      case LINEAR -> linear(group, scope, inner);
      case GRAPH -> graph(group, scope, inner);
      case UNORDERED, UNKNOWN -> unordered(group, scope, inner);
    }
    retry = outerRetry;
    guards.leave();
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

  /** Who gives the slot to a reader; null if nobody does, and where several would. */
  private @Nullable String provider(
      String reader, String slot, Set<String> found, boolean isDemanded) {
    if (found.isEmpty()) {
      if (isDemanded) {
        inputs.add(slot);
        inputReaders.putIfAbsent(slot, reader);
      }
    } else if (found.size() == 1) {
      return found.iterator().next();
    } else {
      problems.add(
          new Problem(
              reader,
              "requires '" + slot + "', which " + found + " all provide",
              "rename the slot that one of them provides"));
    }
    return null;
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
    Map<String, Placed> parts = new LinkedHashMap<>();
    for (ShapeNode child : group.parts()) {
      int known = guards.all().size();
      Span part = wire(child, new Scope(all, exports.of(child), outer));
      between(span, part);
      List<Guard> within = List.copyOf(guards.all().subList(known, guards.all().size()));
      if (parts.put(child.name(), new Placed(child, part, within)) != null) {
        problems.add(
            new Problem(
                child.name(),
                "two parts of the graph flow " + group.name() + " have this name",
                "rename one; a link, or a slot, could mean either"));
      }
    }
    Map<String, Set<String>> owners = exports.owners(group);
    for (Placed part : parts.values()) {
      needs(part).forEach(slot -> providersFirst(slot, owners, parts, part.node.name()));
    }
    problems.addAll(LinkProblems.of(group, parts.keySet()));
    for (ShapeLink link : group.links()) {
      edge(parts, link.from(), link.to());
      ShapeDecider decider = link.decider();
      Placed target = parts.get(link.to());
      if (decider != null && target != null) {
        decider.reads().forEach(slot -> providersFirst(slot, owners, parts, link.to()));
        guard(link, decider, parts, new Scope(all, exports.of(target.node), outer));
      }
    }
  }

  /** Lets every part that provides a slot run before one that reads it. */
  private void providersFirst(
      String slot, Map<String, Set<String>> owners, Map<String, Placed> parts, String reader) {
    for (String owner : owners.getOrDefault(slot, Set.of())) {
      if (!owner.equals(reader)) {
        edge(parts, owner, reader);
      }
    }
  }

  private void edge(Map<String, Placed> parts, String from, String to) {
    Placed first = parts.get(from);
    Placed second = parts.get(to);
    if (first != null && second != null) {
      order.edge(first.span.end, second.span.start);
    }
  }

  /** Finds what a decider reads, as if the part that its link leads to read it. */
  private void guard(ShapeLink link, ShapeDecider decider, Map<String, Placed> parts, Scope scope) {
    Guard.Place place = guards.place(link);
    Placed source = parts.get(link.from());
    Span target = Objects.requireNonNull(parts.get(link.to())).span;
    Map<String, String> from = new HashMap<>();
    for (String slot : decider.reads()) {
      String provider =
          provider(
              "the decider of link " + place,
              slot,
              scope.find(slot),
              decider.requires().contains(slot));
      if (provider != null) {
        from.put(slot, provider);
      }
    }
    int atom =
        source != null && source.node instanceof ShapeAtom ? source.span.start : Guard.NO_ATOM;
    guards.add(new Guard(place, atom, decider, from), target.start, target.end);
  }

  /** The slots that some atom of a part, or a decider in it, takes from outside that part. */
  private Set<String> needs(Placed placed) {
    Set<String> needs = new TreeSet<>(Names.BY_UTF8);
    Set<String> inside = new HashSet<>();
    List<ShapeNode> open = new ArrayList<>(List.of(placed.node));
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
    for (Guard guard : placed.guards) {
      for (String slot : guard.decider().reads()) {
        String provider = guard.provider(slot);
        if (provider == null || !inside.contains(provider)) {
          needs.add(slot);
        }
      }
    }
    return needs;
  }
}
