package dev.portage.engine;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.shape.Precedence;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where every atom of a run is, and what may happen next. Parts of a flow may execute while others
 * are reverted; an atom's intention says which of the two it is for. No store, no thread, no clock.
 * What it says has happened is true once {@link Unstored#drainRows} has been stored. Not
 * thread-safe.
 */
final class Progress {
  /** How far an atom is, which has not been stored yet. */
  record Noted(AtomName atom, Reports.Report report) {}

  private final Precedence order;
  private final Cells cells;
  private final Unstored unstored;
  private final Resolver resolver;
  private final Turns turns;
  private int undecided;
  private final Deque<Integer> inDoubt = new ArrayDeque<>();
  private @Nullable Map<String, Failure> failures;

  Progress(Target target, FlowRecord stored, Resolver.Rules rules, Resolver.Judge judge) {
    this.order = target.wiring().precedence();
    this.cells = new Cells(target.wiring(), stored);
    this.unstored = new Unstored(cells);
    this.turns = new Turns(order, cells, Priorities.of(target.flow(), order));
    this.resolver = new Resolver(this, order, rules, judge);
  }

  /** Decides what a crash left undecided; to be called once, before anything else. */
  void resume(Instant now, Demand demand) {
    cells.forEach(
        atom -> {
          if (row(atom).state() == AtomState.RUNNING) {
            inDoubt.add(atom);
          }
          undecided += Resolver.isUndecided(row(atom)) ? 1 : 0;
          turns.refresh(atom);
        });
    if (!demand.reverts()) {
      resolver.resume(now);
    }
  }

  /** Reverts everything, whatever else has been decided; retries are not asked any more. */
  void revertAll() {
    resolver.revertAll();
  }

  Cells cells() {
    return cells;
  }

  /** What is to be stored next. */
  Unstored unstored() {
    return unstored;
  }

  AtomRecord row(int atom) {
    return cells.row(atom);
  }

  ShapeAtom declared(int atom) {
    return order.atom(cells.node(atom));
  }

  boolean isRetry(int atom) {
    return declared(atom).kind() == AtomKind.RETRY;
  }

  /** How many bodies have been begun and not completed. */
  int active() {
    return turns.active();
  }

  /**
   * The atom to begin next, or -1 if there is none now. An atom in doubt executes again first, even
   * where it is to be undone then, unless a migration has put something before it that is still to
   * be done; what is to be reverted comes before what is to be executed.
   */
  int next() {
    for (int atom : inDoubt) {
      if (row(atom).intention() != Intention.EXECUTE || turns.mayExecute(atom)) {
        return atom;
      }
    }
    int turn = undecided > 0 ? -1 : turns.next();
    return turn < 0 && turns.active() == 0 ? inDoubt() : turn;
  }

  /** The first atom that a crash has left in doubt, or -1. */
  int inDoubt() {
    return inDoubt.isEmpty() ? -1 : inDoubt.element();
  }

  /** Whether what {@link #next} gave is a retry whose flow is to run again; see {@link #retry}. */
  boolean isToRetry(int atom) {
    return turns.isToRetry(atom);
  }

  /** Whether what {@link #next} gave is to be executed, not reverted. */
  boolean isToExecute(int atom) {
    return switch (row(atom).state()) {
      case PENDING, RUNNING, RETRYING -> true;
      default -> false;
    };
  }

  /**
   * Resets everything behind a retry; unless that has never run, it is RETRYING then.
   *
   * @param staysOut which nodes stay left out, if they are, given those behind the retry
   */
  void retry(int retry, UnaryOperator<BitSet> staysOut, Instant now) {
    if (row(retry).state() == AtomState.SUCCESS) {
      change(retry, row(retry).in(AtomState.RETRYING), now);
    }
    BitSet nodes = order.after(retry);
    BitSet out = staysOut.apply(nodes);
    out.stream().filter(node -> row(node).state() != AtomState.IGNORE).forEach(out::clear);
    nodes.andNot(out);
    nodes.stream().forEach(node -> again(node, nodes, now));
    AtomRecord fresh = row(retry).afresh();
    put(retry, fresh.in(row(retry).state()).remembering(row(retry).history()));
    resolver.keepGivenUp();
    failures = null;
  }

  private void again(int node, BitSet nodes, Instant now) {
    Items items = cells.fanOut(node);
    if (items == null) {
      reset(node, row(node).afresh(), now);
      return;
    }
    for (int item : items.cells()) {
      reset(item, row(item).afresh(), now);
    }
    FanOutKeys keys = items.keys();
    int provider = cells.listProvider(node);
    if (provider >= 0 && nodes.get(provider)) {
      for (int item : items.cells()) {
        unstored.gone(row(item).name());
      }
      keys = cells.gather(node);
    }
    reset(node, keys.in(row(node).afresh()), now);
  }

  private void reset(int atom, AtomRecord fresh, Instant now) {
    if (row(atom).state() != AtomState.PENDING) {
      change(atom, fresh, now);
    } else if (!fresh.equals(row(atom))) {
      put(atom, fresh);
    }
  }

  /** The fan-outs over a list which this atom provides, whose items are not known yet. */
  List<Integer> fanOutsOver(int provider) {
    return cells.fanOuts().stream()
        .filter(
            head ->
                cells.listProvider(head) == provider
                    && Cells.isToBegin(row(head))
                    && !Objects.requireNonNull(cells.fanOut(head)).areFixed())
        .toList();
  }

  /** Fixes which atoms a fan-out has. */
  void spread(int head, List<String> keys) {
    put(head, cells.spread(head, keys).in(row(head)));
    turns.offerAll(head);
  }

  /** Ends a fan-out, all of whose items are done: it has no body of its own. */
  void pass(int head, Instant now) {
    change(head, row(head).in(AtomState.RUNNING), now);
    change(head, row(head).in(AtomState.SUCCESS), now);
  }

  /** Leaves out the atoms of a node that are still to be executed. */
  void leaveOut(int node, Instant now) {
    BitSet one = new BitSet();
    one.set(node);
    cells.forEachAt(
        one,
        atom -> {
          AtomRecord row = row(atom);
          if (row.state() == AtomState.PENDING) { // even if another retry has it wait meanwhile
            change(atom, row.in(AtomState.IGNORE).intending(Intention.IGNORE), now);
          }
        });
  }

  /** Begins what {@link #next} gave; the body may run once that is stored. */
  void begin(int atom, Attempt attempt, Instant now) {
    if (!inDoubt.isEmpty()) {
      boolean unused = inDoubt.remove((Integer) atom);
    }
    turns.begun(atom);
    change(atom, attempt.row(), now);
  }

  /** Takes the end of a body. */
  void complete(int atom, Outcome outcome, Instant now) {
    turns.ended(atom);
    change(atom, outcome.applyTo(row(atom), now), now);
    if (row(atom).state() == AtomState.FAILURE) {
      failures = null;
      resolver.failed(atom, now);
    }
  }

  /** Means something else with an atom. */
  void intend(int atom, Intention intention) {
    put(atom, row(atom).intending(intention));
  }

  private void change(int atom, AtomRecord row, Instant now) {
    unstored.step(atom, row, now);
    put(atom, row);
  }

  /** Replaces a row without a step: the state is the same. */
  void put(int atom, AtomRecord row) {
    undecided -= Resolver.isUndecided(row(atom)) ? 1 : 0;
    undecided += Resolver.isUndecided(row) ? 1 : 0;
    cells.put(atom, row);
    unstored.changed(atom);
    turns.refresh(atom);
  }

  /** Notes how far atoms are; gives it back as listeners are to hear it. */
  List<Noted> note(Map<Integer, Reports.Report> reports) {
    List<Noted> noted = new ArrayList<>();
    reports.forEach(
        (atom, report) -> {
          cells.put(atom, row(atom).withMeta(ProgressNote.in(row(atom).meta(), report)));
          unstored.changed(atom);
          noted.add(new Noted(row(atom).name(), report));
        });
    return noted;
  }

  /** Where the flow ends, given that nothing is active and nothing is next. */
  FlowState end() {
    BitSet unsettled = new BitSet();
    BitSet undone = new BitSet();
    cells.forEach(
        atom -> {
          unsettled.set(atom, !Cells.isSettled(row(atom)));
          undone.set(atom, !row(atom).state().isDone());
        });
    if (!unsettled.isEmpty()) {
      return FlowState.FAILURE;
    }
    return undone.isEmpty() ? FlowState.SUCCESS : FlowState.REVERTED;
  }

  /** Every failure of a body so far, by atom. */
  Map<String, Failure> failures() {
    Map<String, Failure> known = failures;
    if (known == null) {
      known = Collections.unmodifiableMap(cells.failures());
      failures = known;
    }
    return known;
  }

  /** Every row that says more than its absence would. */
  List<AtomRecord> touched() {
    return cells.touched();
  }
}
