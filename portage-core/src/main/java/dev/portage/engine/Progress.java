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
import dev.portage.store.FlowRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where every atom of a run is, and what may happen next. Parts of a flow may execute while others
 * are reverted; an atom's intention says which of the two it is for. No store, no thread, no clock.
 * What it says has happened is true once {@link #drainRows} has been stored. Not thread-safe.
 */
final class Progress {
  /** A change of one atom that has not been stored yet. */
  record Step(AtomRecord row, AtomState from, @Nullable Instant since, Instant at) {}

  /** How far an atom is, which has not been stored yet. */
  record Noted(AtomName atom, Reports.Report report) {}

  private final Precedence order;
  private final AtomRecord[] rows;
  private final @Nullable Instant[] since;
  private final Frontier frontier;
  private final Resolver resolver;
  private final Ready toExecute;
  private final Ready toRevert;
  private final BitSet dirty = new BitSet();
  private final BitSet active = new BitSet();
  private int activeCount;
  private int undecided;
  private final Deque<Integer> inDoubt = new ArrayDeque<>();
  private final List<Step> steps = new ArrayList<>();
  private @Nullable Map<String, Failure> failures;

  Progress(Target target, FlowRecord stored, Resolver.Rules rules, Resolver.Judge judge) {
    this.order = target.wiring().precedence();
    Priorities priorities = Priorities.of(target.flow(), order);
    this.rows = new AtomRecord[order.atomCount()];
    this.since = new Instant[rows.length];
    this.toExecute = new Ready(priorities.toExecute(), this::isToBegin);
    this.toRevert = new Ready(priorities.toRevert(), this::isToUndo);
    this.frontier = new Frontier(order, this::offer);
    this.resolver = new Resolver(this, order, rules, judge);
    for (int atom = 0; atom < rows.length; atom++) {
      rows[atom] = stored.atom(order.atom(atom));
      since[atom] = rows[atom].execution().times().began();
      if (rows[atom].state() == AtomState.RUNNING) {
        inDoubt.add(atom);
      }
    }
  }

  /** Decides what a crash left undecided; to be called once, before anything else. */
  void resume(Instant now) {
    for (int atom = 0; atom < rows.length; atom++) {
      undecided += Resolver.isUndecided(rows[atom]) ? 1 : 0;
      refresh(atom);
    }
    resolver.resume(now);
  }

  AtomRecord row(int atom) {
    return rows[atom];
  }

  ShapeAtom declared(int atom) {
    return order.atom(atom);
  }

  boolean isRetry(int atom) {
    return declared(atom).kind() == AtomKind.RETRY;
  }

  /** How many bodies have been begun and not completed. */
  int active() {
    return activeCount;
  }

  /**
   * The atom to begin next, or -1 if there is none now. An atom in doubt executes again first; what
   * is to be reverted comes before what is to be executed.
   */
  int next() {
    if (!inDoubt.isEmpty()) {
      return inDoubt.element();
    }
    if (undecided > 0) {
      return -1;
    }
    int atom = toRevert.peek();
    return atom >= 0 ? atom : toExecute.peek();
  }

  private void offer(int atom) {
    toExecute.offer(atom);
    toRevert.offer(atom);
  }

  private boolean isToBegin(int atom) {
    AtomRecord row = rows[atom];
    return row.state() == AtomState.PENDING
        && row.intention() == Intention.EXECUTE
        && frontier.mayExecute(atom);
  }

  private boolean isToUndo(int atom) {
    AtomState state = rows[atom].state();
    if (active.get(atom) || !frontier.mayRevert(atom)) {
      return false;
    }
    return rows[atom].intention() == Intention.REVERT
        ? state == AtomState.SUCCESS || state == AtomState.FAILURE || state == AtomState.REVERTING
        : isToRetry(atom);
  }

  /** Whether what {@link #next} gave is a retry whose flow is to run again; see {@link #retry}. */
  boolean isToRetry(int atom) {
    AtomState state = rows[atom].state();
    return rows[atom].intention() == Intention.RETRY
        && (state == AtomState.SUCCESS
            || state == AtomState.RETRYING
            || state == AtomState.PENDING);
  }

  /** Whether what {@link #next} gave is to be executed, not reverted. */
  boolean isToExecute(int atom) {
    return switch (rows[atom].state()) {
      case PENDING, RUNNING, RETRYING -> true;
      default -> false;
    };
  }

  /** Resets everything behind a retry; unless that has never run, it is RETRYING then. */
  void retry(int retry, Instant now) {
    if (rows[retry].state() == AtomState.SUCCESS) {
      change(retry, rows[retry].in(AtomState.RETRYING), now);
    }
    order.after(retry).stream()
        .forEach(
            atom -> {
              AtomRecord fresh = rows[atom].afresh();
              if (rows[atom].state() != AtomState.PENDING) {
                change(atom, fresh, now);
              } else if (!fresh.equals(rows[atom])) {
                put(atom, fresh);
              }
            });
    AtomRecord fresh = rows[retry].afresh();
    put(retry, fresh.in(rows[retry].state()).remembering(rows[retry].history()));
    failures = null;
  }

  /** Begins what {@link #next} gave; the body may run once that is stored. */
  void begin(int atom, Attempt attempt, Instant now) {
    if (!inDoubt.isEmpty() && inDoubt.element() == atom) {
      inDoubt.remove();
    }
    active.set(atom);
    activeCount++;
    change(atom, attempt.row(), now);
  }

  /** Takes the end of a body. */
  void complete(int atom, Outcome outcome, Instant now) {
    active.clear(atom);
    activeCount--;
    change(atom, outcome.applyTo(rows[atom], now), now);
    if (outcome.problem() != null) {
      failures = null;
    }
    if (rows[atom].state() == AtomState.FAILURE) {
      resolver.failed(atom, now);
    }
  }

  /** Means something else with an atom. */
  void intend(int atom, Intention intention) {
    put(atom, rows[atom].intending(intention));
  }

  private void change(int atom, AtomRecord row, Instant now) {
    steps.add(new Step(row, rows[atom].state(), since[atom], now));
    since[atom] = now;
    put(atom, row);
  }

  /** Replaces a row without a step: the state is the same. */
  void put(int atom, AtomRecord row) {
    undecided -= Resolver.isUndecided(rows[atom]) ? 1 : 0;
    undecided += Resolver.isUndecided(row) ? 1 : 0;
    rows[atom] = row;
    dirty.set(atom);
    refresh(atom);
  }

  private void refresh(int atom) {
    AtomRecord row = rows[atom];
    frontier.passed(
        atom,
        row.state() == AtomState.IGNORE
            || (row.state() == AtomState.SUCCESS && row.intention() == Intention.EXECUTE));
    frontier.clear(atom, isClear(row.state()));
    offer(atom);
  }

  private static boolean isClear(AtomState state) {
    return state == AtomState.PENDING || state == AtomState.REVERTED || state == AtomState.IGNORE;
  }

  private static boolean isSettled(AtomRecord row) {
    return row.intention() == Intention.REVERT ? isClear(row.state()) : row.state().isDone();
  }

  /** Notes how far atoms are; gives it back as listeners are to hear it. */
  List<Noted> note(Map<Integer, Reports.Report> reports) {
    List<Noted> noted = new ArrayList<>();
    reports.forEach(
        (atom, report) -> {
          rows[atom] = rows[atom].withMeta(ProgressNote.in(rows[atom].meta(), report));
          dirty.set(atom);
          noted.add(new Noted(rows[atom].name(), report));
        });
    return noted;
  }

  /** Where the flow ends, given that nothing is active and nothing is next. */
  FlowState end() {
    boolean done = true;
    for (AtomRecord row : rows) {
      if (!isSettled(row)) {
        return FlowState.FAILURE;
      }
      done &= row.state().isDone();
    }
    return done ? FlowState.SUCCESS : FlowState.REVERTED;
  }

  /** The rows that have changed since the last call. */
  List<AtomRecord> drainRows() {
    List<AtomRecord> changed = new ArrayList<>(dirty.cardinality());
    dirty.stream().forEach(atom -> changed.add(rows[atom]));
    dirty.clear();
    return changed;
  }

  /** What has happened since the last call, in order. */
  List<Step> drainSteps() {
    List<Step> happened = List.copyOf(steps);
    steps.clear();
    return happened;
  }

  /** Every failure of a body so far, by atom. */
  Map<String, Failure> failures() {
    Map<String, Failure> known = failures;
    if (known == null) {
      known = new TreeMap<>();
      for (AtomRecord row : rows) {
        Failure failure = row.execution().failure();
        if (failure != null) {
          known.put(row.name().toString(), failure);
        }
      }
      known = Collections.unmodifiableMap(known);
      failures = known;
    }
    return known;
  }

  /** Every row that says more than its absence would. */
  List<AtomRecord> touched() {
    List<AtomRecord> touched = new ArrayList<>();
    for (AtomRecord row : rows) {
      if (!row.isDefault()) {
        touched.add(row);
      }
    }
    return touched;
  }
}
