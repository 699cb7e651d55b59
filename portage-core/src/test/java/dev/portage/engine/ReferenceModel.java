package dev.portage.engine;

import dev.portage.engine.RandomFlow.Atom;
import dev.portage.engine.RandomFlow.Leaf;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.RetryStrategy.Decision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What may become of a flow, the plain way: one thread, no store, every rule a question about all
 * atoms. Nothing happens by itself; whoever drives it says which atom is begun, and which ends.
 */
final class ReferenceModel {
  private final Map<String, Atom> atoms = new LinkedHashMap<>();
  private final Map<String, ModelAtom> now = new LinkedHashMap<>();
  private final ModelOrder order;
  private final FailurePolicy policy;

  ReferenceModel(RandomFlow flow, FailurePolicy policy) {
    this.order = new ModelOrder(flow);
    this.policy = policy;
    for (Atom atom : flow.atoms()) {
      atoms.put(atom.name(), atom);
      now.put(atom.name(), new ModelAtom());
    }
  }

  private ReferenceModel(ReferenceModel other) {
    this.order = other.order;
    this.policy = other.policy;
    this.atoms.putAll(other.atoms);
    other.now.forEach((name, atom) -> now.put(name, atom.copy()));
  }

  ReferenceModel copy() {
    return new ReferenceModel(this);
  }

  Set<String> names() {
    return atoms.keySet();
  }

  int priority(String atom) {
    return atoms.get(atom).priority();
  }

  ModelAtom at(String atom) {
    return Objects.requireNonNull(now.get(atom), atom);
  }

  String line(String atom) {
    return at(atom).line(atom);
  }

  boolean mayExecute(String atom) {
    return at(atom).state == AtomState.PENDING
        && at(atom).intention == Intention.EXECUTE
        && order.before(atom).stream().allMatch(earlier -> at(earlier).state.isDone());
  }

  boolean mayRevert(String atom) {
    AtomState state = at(atom).state;
    return (state == AtomState.SUCCESS || state == AtomState.FAILURE)
        && at(atom).intention == Intention.REVERT
        && isAllClearAfter(atom);
  }

  /** Whether what a retry wants to try again has been reverted. */
  boolean mayRetry(String atom) {
    return at(atom).state == AtomState.SUCCESS
        && at(atom).intention == Intention.RETRY
        && isAllClearAfter(atom);
  }

  private boolean isAllClearAfter(String atom) {
    return order.after(atom).stream().allMatch(later -> at(later).isClear());
  }

  /** Whether reverting an atom is nothing but a change of its state. */
  boolean revertsAtOnce(String atom) {
    return !(atoms.get(atom) instanceof Leaf leaf) || !leaf.habits().hasRevert();
  }

  /** Whether what an atom does, or is about to do, is done by a body of a task. */
  boolean hasBody(String atom) {
    return atoms.get(atom) instanceof Leaf;
  }

  /** Begins the body of an atom; what {@link #mayRetry} is made ready for it first. */
  void begin(String atom) {
    boolean reverting = mayRevert(atom);
    if (mayRetry(atom)) {
      List<ModelAtom.Try> tries = at(atom).tries;
      order.after(atom).forEach(later -> now.put(later, at(later).afresh()));
      now.put(atom, at(atom).afresh());
      at(atom).tries.addAll(tries);
    }
    ModelAtom begun = at(atom);
    begun.active = true;
    begun.again = false;
    if (reverting) {
      begun.state = AtomState.REVERTING;
      return;
    }
    begun.state = AtomState.RUNNING;
    begun.attempts++;
    begun.hasKey = true;
  }

  /** Ends the body of an atom as the flow's nature wants it. */
  void end(String atom) {
    ModelAtom ended = at(atom);
    ended.active = false;
    if (ended.state == AtomState.REVERTING) {
      ended.stuck = atoms.get(atom) instanceof Leaf leaf && isStuck(leaf, ended.attempts);
      ended.state = ended.stuck ? AtomState.REVERT_FAILURE : AtomState.REVERTED;
      return;
    }
    ended.output = fails(atom) ? null : output(atom);
    ended.failed = ended.output == null;
    ended.state = ended.failed ? AtomState.FAILURE : AtomState.SUCCESS;
    if (ended.failed) {
      apply(resolve(atom));
    } else if (atoms.get(atom) instanceof RandomRetry) {
      ended.tries.add(new ModelAtom.Try(ended.output, new TreeSet<>()));
    }
  }

  /** Whether what an atom does next, or does now, is a failure to execute. */
  boolean fails(String atom) {
    if (at(atom).state != AtomState.RUNNING) {
      return false;
    }
    return atoms.get(atom) instanceof Leaf leaf
        ? at(atom).attempts <= leaf.habits().failures()
        : ModelRetry.value(retry(atom), at(atom).tries, tried(atom)) == null;
  }

  private static boolean isStuck(Leaf leaf, int attempt) {
    return leaf.habits().hasRevert() && leaf.habits().stuckAt() == attempt;
  }

  private Map<String, Object> output(String atom) {
    if (!(atoms.get(atom) instanceof Leaf leaf)) {
      return Objects.requireNonNull(
          ModelRetry.value(retry(atom), at(atom).tries, tried(atom)), atom);
    }
    int sum = 0;
    for (String slot : leaf.requires()) {
      sum += (Integer) stored(slot);
    }
    int value = RandomFlow.value(leaf, at(atom).attempts, sum);
    Map<String, Object> output = new TreeMap<>(Map.of("of-" + atom, value));
    if (leaf.habits().listed() >= 0) {
      output.put("listed-by-" + atom, RandomFlow.list(leaf, value));
    }
    return output;
  }

  private Object stored(String slot) {
    for (Atom atom : atoms.values()) {
      if (atom.provides().contains(slot)) {
        return Objects.requireNonNull(at(atom.name()).output, slot).get(slot);
      }
    }
    throw new IllegalStateException("nothing provides " + slot);
  }

  private RandomRetry retry(String atom) {
    return (RandomRetry) atoms.get(atom);
  }

  /** The values that a retry takes from a slot. */
  @SuppressWarnings("unchecked")
  private List<Integer> tried(String retry) {
    List<String> slots = atoms.get(retry).requires();
    return slots.isEmpty() ? List.of() : (List<Integer>) stored(slots.get(0));
  }

  /** What a failure leads to: a retry's flow, or without one everything, is tried or reverted. */
  private record Verdict(Decision decision, @Nullable String retry) {}

  private Verdict resolve(String failed) {
    String retry = order.retryOf(failed);
    if (retry == null) {
      return new Verdict(Decision.REVERT_ALL, null);
    }
    at(retry).tries.get(at(retry).tries.size() - 1).failed().add(failed);
    if (at(retry).intention == Intention.REVERT) {
      return new Verdict(Decision.REVERT, retry); // as was decided before
    }
    Decision decision = ModelRetry.decide(retry(retry), at(retry).tries, tried(retry));
    if (decision == null) {
      at(retry).failed = true;
    }
    if (decision == Decision.RETRY || decision == Decision.REVERT_ALL) {
      return new Verdict(decision, decision == Decision.RETRY ? retry : null);
    }
    Verdict around = resolve(retry);
    boolean retryAround = order.retryOf(retry) != null;
    boolean aroundKnowsBetter = retryAround && around.decision != Decision.REVERT;
    return policy == FailurePolicy.DEFER_REVERTS || aroundKnowsBetter
        ? around
        : new Verdict(Decision.REVERT, retry);
  }

  private void apply(Verdict verdict) {
    if (verdict.retry == null) {
      names().forEach(atom -> at(atom).intention = Intention.REVERT);
      return;
    }
    boolean again = verdict.decision == Decision.RETRY;
    at(verdict.retry).intention = again ? Intention.RETRY : Intention.REVERT;
    order.after(verdict.retry).forEach(atom -> at(atom).intention = Intention.REVERT);
  }

  /** A process dies: what it was about is in doubt. */
  void die() {
    now.values().forEach(atom -> atom.active = false);
  }

  /** Whether a body that ran when a process died is yet to be begun once more. */
  boolean isInDoubt(String atom) {
    AtomState state = at(atom).state;
    return !at(atom).active && (state == AtomState.RUNNING || state == AtomState.REVERTING);
  }

  void beginAgain(String atom) {
    at(atom).active = true;
    at(atom).again = true;
  }

  /** Whether nothing runs, and nothing may be begun. */
  boolean isOver() {
    return names().stream()
        .noneMatch(
            atom ->
                at(atom).active
                    || isInDoubt(atom)
                    || mayExecute(atom)
                    || mayRevert(atom)
                    || mayRetry(atom));
  }

  /** What the flow is in once it {@link #isOver}. */
  FlowState end() {
    if (now.values().stream().allMatch(atom -> atom.state.isDone())) {
      return FlowState.SUCCESS;
    }
    return now.values().stream().anyMatch(atom -> atom.state == AtomState.REVERT_FAILURE)
        ? FlowState.FAILURE
        : FlowState.REVERTED;
  }
}
