package dev.portage.engine;

import dev.portage.engine.RandomFlow.Leaf;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.RetryStrategy.Decision;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What may become of a flow, the plain way: one thread, no store, every rule a question about all
 * atoms. Nothing happens by itself; whoever drives it says which atom is begun, and which ends.
 */
final class ReferenceModel {
  private final ModelFlow flow;
  private final ModelValues values;
  private final FailurePolicy policy;

  ReferenceModel(RandomFlow flow, FailurePolicy policy) {
    this(new ModelFlow(flow), policy);
  }

  private ReferenceModel(ModelFlow flow, FailurePolicy policy) {
    this.flow = flow;
    this.values = new ModelValues(flow);
    this.policy = policy;
  }

  ReferenceModel copy() {
    return new ReferenceModel(flow.copy(), policy);
  }

  ModelFlow flow() {
    return flow;
  }

  private ModelAtom at(String atom) {
    return flow.at(atom);
  }

  boolean mayExecute(String atom) {
    return isToBegin(atom)
        && flow.before(atom).stream().allMatch(earlier -> at(earlier).state.isDone())
        && (!ModelFlow.isItem(atom) || isToBegin(flow.head(atom)))
        && flow.items(atom).stream().allMatch(item -> at(item).state.isDone());
  }

  private boolean isToBegin(String atom) {
    return at(atom).state == AtomState.PENDING && at(atom).intention == Intention.EXECUTE;
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
    return flow.after(atom).stream().allMatch(later -> at(later).isClear())
        && flow.items(atom).stream().allMatch(item -> at(item).isClear());
  }

  /** Whether the next step of an atom needs no body, and so is taken at once. */
  boolean isSilent(String atom) {
    return flow.isHead(atom)
        || (mayExecute(atom) && (values.isUndecidable(atom) || isLeftOut(atom)))
        || (mayRevert(atom)
            && !(flow.declared(atom) instanceof Leaf leaf && leaf.habits().hasRevert()));
  }

  /** Whether an atom fails as soon as it is its turn: nobody can tell what it is to do. */
  boolean isLost(String atom) {
    boolean isUnread = flow.isHead(atom) && at(atom).keys == null && !values.isReadable(atom);
    return mayExecute(atom) && (values.isUndecidable(atom) || (isUnread && !isLeftOut(atom)));
  }

  /**
   * Whether a fan-out learns its keys now: while its list was provided it was to be reverted, and a
   * retry runs it again, but not what provides the list.
   */
  boolean isToLearnKeys(String atom) {
    return mayExecute(atom)
        && flow.isHead(atom)
        && at(atom).keys == null
        && !isLost(atom)
        && !isLeftOut(atom);
  }

  private boolean isLeftOut(String atom) {
    return !values.isUndecidable(atom) && values.verdict(atom) != null;
  }

  /** Takes the step of an atom that {@link #isSilent}. */
  void take(String atom) {
    if (!mayExecute(atom)) {
      begin(atom);
      end(atom);
    } else if (isLost(atom)) {
      String node = ModelFlow.isItem(atom) ? flow.head(atom) : atom;
      at(node).attempts++;
      at(node).hasKey = true;
      fail(node);
    } else if (isLeftOut(atom)) {
      flow.leaveOut(atom, Objects.requireNonNull(values.verdict(atom)));
    } else if (isToLearnKeys(atom)) {
      flow.spread(atom, values.list(atom));
    } else {
      at(atom).state = AtomState.SUCCESS;
      spreadOver(atom);
    }
  }

  /** Whether the body of an atom is not run for want of a slot. */
  boolean isStarved(String atom) {
    return values.isStarved(atom);
  }

  /** Whether it is a body of a task that an atom runs. */
  boolean hasBody(String atom) {
    return flow.declared(atom) instanceof Leaf && !flow.isHead(atom);
  }

  /** Begins the body of an atom; what {@link #mayRetry} is made ready for it first. */
  void begin(String atom) {
    boolean reverting = mayRevert(atom);
    if (mayRetry(atom)) {
      prepare(atom);
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

  /** Makes everything behind a retry new; lists that are provided anew have no elements yet. */
  private void prepare(String retry) {
    List<ModelAtom.Try> tries = at(retry).tries;
    Set<String> scope = flow.runningAgain(retry);
    for (String later : scope) {
      flow.spreadOver(later).stream().filter(scope::contains).forEach(flow::gather);
    }
    for (String later : scope) {
      if (flow.has(later)) {
        flow.put(later, at(later).afresh());
      }
    }
    flow.put(retry, at(retry).afresh());
    at(retry).tries.addAll(tries);
    for (String other : flow.names()) {
      if (flow.declared(other) instanceof RandomRetry && at(other).intention == Intention.REVERT) {
        flow.after(other).forEach(this::undo); // what was given up stays so
      }
    }
  }

  /** Ends the body of an atom as the flow's nature wants it. */
  void end(String atom) {
    ModelAtom ended = at(atom);
    ended.active = false;
    if (ended.state == AtomState.REVERTING) {
      ended.stuck = values.isStuck(atom);
      ended.state = ended.stuck ? AtomState.REVERT_FAILURE : AtomState.REVERTED;
      return;
    }
    if (fails(atom)) {
      fail(atom);
      return;
    }
    ended.output = values.output(atom);
    ended.state = AtomState.SUCCESS;
    if (flow.declared(atom) instanceof RandomRetry) {
      ended.tries.add(new ModelAtom.Try(Objects.requireNonNull(ended.output), new TreeSet<>()));
    }
    spreadOver(atom);
  }

  private void fail(String atom) {
    at(atom).failed = true;
    at(atom).state = AtomState.FAILURE;
    apply(resolve(atom));
  }

  /** Gives keys to the fan-outs over a list that is there now. */
  private void spreadOver(String atom) {
    for (String head : flow.spreadOver(atom)) {
      if (!ModelFlow.isItem(atom) && isToBegin(head)) {
        flow.spread(head, values.list(head));
      }
    }
  }

  /** Whether what an atom does now is a failure to execute. */
  boolean fails(String atom) {
    ModelAtom now = at(atom);
    if (now.state != AtomState.RUNNING) {
      return false;
    }
    return flow.declared(atom) instanceof Leaf leaf
        ? values.isStarved(atom) || RandomFlow.fails(leaf, now.attempts, ModelFlow.element(atom))
        : values.given(atom) == null;
  }

  /** What a failure leads to: a retry's flow, or without one everything, is tried or reverted. */
  private record Verdict(Decision decision, @Nullable String retry) {}

  private Verdict resolve(String failed) {
    String retry = flow.retryOf(failed);
    if (retry == null) {
      return new Verdict(Decision.REVERT_ALL, null);
    }
    at(retry).tries.get(at(retry).tries.size() - 1).failed().add(failed);
    if (at(retry).intention == Intention.REVERT) {
      return new Verdict(Decision.REVERT, retry); // as was decided before
    }
    Decision decision = values.decision(retry);
    if (decision == null) {
      at(retry).failed = true;
    }
    if (decision == Decision.RETRY || decision == Decision.REVERT_ALL) {
      return new Verdict(decision, decision == Decision.RETRY ? retry : null);
    }
    Verdict around = resolve(retry);
    boolean retryAround = flow.retryOf(retry) != null;
    boolean aroundKnowsBetter = retryAround && around.decision != Decision.REVERT;
    return policy == FailurePolicy.DEFER_REVERTS || aroundKnowsBetter
        ? around
        : new Verdict(Decision.REVERT, retry);
  }

  private void apply(Verdict verdict) {
    if (verdict.retry == null) {
      flow.names().forEach(this::undo);
      return;
    }
    boolean again = verdict.decision == Decision.RETRY;
    at(verdict.retry).intention = again ? Intention.RETRY : Intention.REVERT;
    flow.after(verdict.retry).forEach(this::undo);
  }

  private void undo(String atom) {
    if (at(atom).state != AtomState.IGNORE) {
      at(atom).intention = Intention.REVERT;
    }
  }

  /** A process dies: what it was about is in doubt. */
  void die() {
    flow.names().forEach(atom -> at(atom).active = false);
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
    return flow.names().stream()
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
    List<AtomState> states = flow.names().stream().map(atom -> at(atom).state).toList();
    if (states.stream().allMatch(AtomState::isDone)) {
      return FlowState.SUCCESS;
    }
    return states.contains(AtomState.REVERT_FAILURE) ? FlowState.FAILURE : FlowState.REVERTED;
  }
}
