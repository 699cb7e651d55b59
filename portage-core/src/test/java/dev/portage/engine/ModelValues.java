package dev.portage.engine;

import dev.portage.engine.RandomFlow.Each;
import dev.portage.engine.RandomFlow.Leaf;
import dev.portage.model.AtomState;
import dev.portage.model.Decider.Depth;
import dev.portage.model.RetryStrategy.Decision;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the atoms of the reference model give, and what they get. */
final class ModelValues {
  private final ModelFlow flow;

  ModelValues(ModelFlow flow) {
    this.flow = flow;
  }

  /** What an atom stores that succeeds now. */
  Map<String, Object> output(String atom) {
    if (!(flow.declared(atom) instanceof Leaf leaf)) {
      return Objects.requireNonNull(given(atom), atom);
    }
    int sum = ModelFlow.element(atom);
    for (String slot : leaf.reads()) {
      sum += isThere(slot) ? sum(stored(slot)) : absent(leaf, slot);
    }
    int value = RandomFlow.value(leaf, flow.at(atom).attempts, sum);
    Map<String, Object> output = new TreeMap<>(Map.of(leaf.provides().get(0), value));
    if (leaf.habits().listed() >= 0) {
      output.put(leaf.provides().get(1), RandomFlow.list(leaf, value));
    }
    return output;
  }

  private static int absent(Leaf leaf, String slot) {
    return RandomCode.form(leaf, slot) == 2 ? RandomCode.DEFAULT : 0;
  }

  /** Whether what provides a slot was not left out. */
  private boolean isThere(String slot) {
    return flow.at(flow.provider(slot)).state == AtomState.SUCCESS;
  }

  /** Whether an atom lacks a slot that it cannot do without. */
  boolean isStarved(String atom) {
    if (!(flow.declared(atom) instanceof Leaf leaf)) {
      return !flow.declared(atom).requires().stream().allMatch(this::isThere);
    }
    return leaf.reads().stream()
        .filter(slot -> RandomFlow.isList(slot) || RandomCode.form(leaf, slot) % 3 == 0)
        .anyMatch(slot -> !isThere(slot));
  }

  /** Whether the revert of an atom fails. */
  boolean isStuck(String atom) {
    return !flow.isHead(atom)
        && flow.declared(atom) instanceof Leaf leaf
        && leaf.habits().hasRevert()
        && RandomFlow.isStuck(leaf, flow.at(atom).attempts, ModelFlow.element(atom));
  }

  /** How much is left out if an atom begins now; null if it is let in. */
  @Nullable Depth verdict(String atom) {
    Depth widest = null;
    for (ModelOrder.ModelGuard guard : flow.guards(atom)) {
      boolean isAsked = guard.from() == null || flow.at(guard.from()).state != AtomState.IGNORE;
      if (isAsked && !guard.fork().letsIn(read(guard.fork()))) {
        Depth depth = guard.fork().depth();
        widest = widest == null || depth.compareTo(widest) > 0 ? depth : widest;
      }
    }
    return widest;
  }

  private int read(RandomLink.Fork fork) {
    return fork.reads() == null ? 0 : sum(stored(fork.reads()));
  }

  /** Whether one of the deciders that are asked about an atom cannot decide. */
  boolean isUndecidable(String atom) {
    return flow.guards(atom).stream()
        .filter(guard -> guard.from() == null || flow.at(guard.from()).state != AtomState.IGNORE)
        .map(ModelOrder.ModelGuard::fork)
        .anyMatch(fork -> fork.breaks() || (fork.reads() != null && !isThere(fork.reads())));
  }

  @SuppressWarnings("unchecked")
  private static int sum(Object value) {
    return value instanceof Integer number
        ? number
        : ((List<Integer>) value).stream().mapToInt(Integer::intValue).sum();
  }

  /** What a slot holds: of a fan-out, what its atoms gave, in order. */
  private Object stored(String slot) {
    String provider = flow.provider(slot);
    if (!flow.isHead(provider)) {
      return Objects.requireNonNull(flow.at(provider).output, slot).get(slot);
    }
    return flow.items(provider).stream()
        .map(item -> Objects.requireNonNull(flow.at(item).output, item).get(slot))
        .toList();
  }

  private RandomRetry retry(String atom) {
    return (RandomRetry) flow.declared(atom);
  }

  /** What a retry gives for its next attempt; null if it fails. */
  @Nullable Map<String, Object> given(String retry) {
    return isStarved(retry)
        ? null
        : ModelRetry.value(retry(retry), flow.at(retry).tries, tried(retry));
  }

  /** What a retry decides after its last attempt; null if it fails to. */
  @Nullable Decision decision(String retry) {
    return ModelRetry.decide(retry(retry), flow.at(retry).tries, tried(retry));
  }

  /** The values that a retry takes from a slot. */
  @SuppressWarnings("unchecked")
  private List<Integer> tried(String retry) {
    List<String> slots = flow.declared(retry).requires();
    return slots.isEmpty() ? List.of() : (List<Integer>) stored(slots.get(0));
  }

  /** Whether the list of a fan-out is provided by now, and tells its elements apart. */
  boolean isReadable(String head) {
    Each each = Objects.requireNonNull(((Leaf) flow.declared(head)).each());
    return each.isProvided()
        && isThere(Objects.requireNonNull(each.slot()))
        && new HashSet<>(list(head)).size() == list(head).size();
  }

  /** The list of a fan-out that is provided. */
  @SuppressWarnings("unchecked")
  List<Integer> list(String head) {
    Each each = Objects.requireNonNull(((Leaf) flow.declared(head)).each());
    return (List<Integer>) stored(Objects.requireNonNull(each.slot()));
  }
}
