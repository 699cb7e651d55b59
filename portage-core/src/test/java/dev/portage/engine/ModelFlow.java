package dev.portage.engine;

import dev.portage.engine.RandomFlow.Atom;
import dev.portage.engine.RandomFlow.Leaf;
import dev.portage.model.AtomState;
import dev.portage.model.Decider.Depth;
import dev.portage.model.Intention;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The atoms of the reference model by name. A fan-out has its own, the head, and one for each key
 * as soon as the keys are known: {@code t5[17]}, which stands where the head stands.
 */
final class ModelFlow {
  private final Map<String, Atom> declared = new LinkedHashMap<>();
  private final Map<String, ModelAtom> now = new LinkedHashMap<>();
  private final ModelOrder order;

  ModelFlow(RandomFlow flow) {
    this.order = new ModelOrder(flow);
    for (Atom atom : flow.atoms()) {
      declared.put(atom.name(), atom);
      now.put(atom.name(), new ModelAtom());
    }
    for (Atom atom : flow.atoms()) {
      if (atom instanceof Leaf leaf && leaf.each() != null && !leaf.each().isProvided()) {
        spread(leaf.name(), leaf.each().values());
      }
    }
  }

  private ModelFlow(ModelFlow other) {
    this.order = other.order;
    this.declared.putAll(other.declared);
    other.now.forEach((name, atom) -> now.put(name, atom.copy()));
  }

  ModelFlow copy() {
    return new ModelFlow(this);
  }

  /** Every atom in declared order, those of a fan-out in the order of the list behind its head. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (String atom : declared.keySet()) {
      names.add(atom);
      names.addAll(items(atom));
    }
    return names;
  }

  boolean has(String atom) {
    return now.containsKey(atom);
  }

  ModelAtom at(String atom) {
    return Objects.requireNonNull(now.get(atom), atom);
  }

  void put(String atom, ModelAtom other) {
    now.put(atom, other);
  }

  private static String node(String atom) {
    return atom.replaceFirst("\\[.*", "");
  }

  /** What was declared, of which the atom may be one of many. */
  Atom declared(String atom) {
    return Objects.requireNonNull(declared.get(node(atom)), atom);
  }

  /** The element of a fan-out's list; 0 for any other atom. */
  static int element(String atom) {
    return isItem(atom)
        ? Integer.parseInt(atom.substring(atom.indexOf('[') + 1, atom.length() - 1))
        : 0;
  }

  static boolean isItem(String atom) {
    return atom.endsWith("]");
  }

  boolean isHead(String atom) {
    return !isItem(atom) && declared(atom) instanceof Leaf leaf && leaf.each() != null;
  }

  String head(String item) {
    return node(item);
  }

  List<String> items(String head) {
    List<String> keys = at(head).keys;
    return keys == null ? List.of() : keys.stream().map(key -> head + "[" + key + "]").toList();
  }

  /** What must have ended before this atom begins; a fan-out ends with its head. */
  Set<String> before(String atom) {
    return order.before(node(atom));
  }

  /** What begins only after this atom has ended, every atom of fan-outs included. */
  Set<String> after(String atom) {
    Set<String> after = new HashSet<>();
    for (String later : order.after(node(atom))) {
      after.add(later);
      after.addAll(items(later));
    }
    return after;
  }

  /** What a retry runs again: all behind it but what a decider elsewhere has left out. */
  Set<String> runningAgain(String retry) {
    Set<String> again = after(retry);
    Set<String> out = new HashSet<>();
    for (String node : declared.keySet()) {
      if (!again.contains(node) && at(node).state == AtomState.IGNORE) {
        order.guards(node).stream()
            .map(guard -> guard.fork().depth())
            .max(Comparator.naturalOrder())
            .ifPresent(depth -> out.addAll(order.leftOutWith(node, depth)));
      }
    }
    again.removeIf(atom -> out.contains(node(atom)) && at(node(atom)).state == AtomState.IGNORE);
    return again;
  }

  /** The retry that is asked about an atom; one that was left out decides nothing. */
  @Nullable String retryOf(String atom) {
    String retry = order.retryOf(node(atom));
    while (retry != null && at(retry).state == AtomState.IGNORE) {
      retry = order.retryOf(retry);
    }
    return retry;
  }

  /** The deciders that are asked about an atom; none once one of its fan-out has begun. */
  List<ModelOrder.ModelGuard> guards(String atom) {
    boolean isFresh =
        at(node(atom)).state == AtomState.PENDING
            && items(node(atom)).stream().allMatch(item -> at(item).state == AtomState.PENDING);
    return isFresh ? order.guards(node(atom)) : List.of();
  }

  /** Leaves out what goes with an atom, as far as it was to be executed. */
  void leaveOut(String atom, Depth depth) {
    for (String node : order.leftOutWith(node(atom), depth)) {
      leaveOut(node);
      items(node).forEach(this::leaveOut);
    }
  }

  private void leaveOut(String atom) {
    if (at(atom).state == AtomState.PENDING) {
      at(atom).state = AtomState.IGNORE;
      at(atom).intention = Intention.IGNORE;
    }
  }

  /** The atom that stores a slot. */
  String provider(String slot) {
    return declared.values().stream()
        .filter(atom -> atom.provides().contains(slot))
        .map(Atom::name)
        .findFirst()
        .orElseThrow();
  }

  /** The fan-outs over a list that an atom provides. */
  List<String> spreadOver(String atom) {
    return declared.keySet().stream()
        .filter(head -> isOver(head, declared(atom).provides()))
        .toList();
  }

  private boolean isOver(String head, List<String> slots) {
    return isHead(head)
        && declared(head) instanceof Leaf leaf
        && leaf.each() != null
        && leaf.each().isProvided()
        && slots.contains(leaf.each().slot());
  }

  /** Fixes the keys of a fan-out, if each element has one of its own. */
  void spread(String head, List<Integer> elements) {
    if (new HashSet<>(elements).size() < elements.size()) {
      return;
    }
    at(head).keys = elements.stream().map(String::valueOf).toList();
    for (String item : items(head)) {
      ModelAtom fresh = new ModelAtom();
      fresh.attempts = at(head).spent;
      now.put(item, fresh);
    }
  }

  /** Forgets the keys of a fan-out. */
  void gather(String head) {
    for (String item : items(head)) {
      at(head).spent = Math.max(at(head).spent, at(item).attempts);
      now.remove(item);
    }
    at(head).keys = null;
  }
}
