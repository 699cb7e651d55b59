package dev.portage.engine;

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
 * Where every atom of a run is, and what may happen next. Pure: no store, no thread, no clock. What
 * it says has happened is true once {@link #drainRows} has been stored. Not thread-safe.
 */
final class Progress {
  /** A change of one atom that has not been stored yet. */
  record Step(AtomRecord row, AtomState from, @Nullable Instant since, Instant at) {}

  /** How far an atom is, which has not been stored yet. */
  record Noted(AtomName atom, Reports.Report report) {}

  private final Precedence order;
  private final Priorities priorities;
  private final AtomRecord[] rows;
  private final @Nullable Instant[] since;
  private final BitSet dirty = new BitSet();
  private final BitSet active = new BitSet();
  private int activeCount;
  private final Deque<Integer> inDoubt = new ArrayDeque<>();
  private final List<Step> steps = new ArrayList<>();
  private @Nullable Map<String, Failure> failures;
  private ReadyAtoms ready;
  private boolean reverting;

  private Progress(Precedence order, Priorities priorities, FlowRecord stored) {
    this.order = order;
    this.priorities = priorities;
    this.rows = new AtomRecord[order.atomCount()];
    this.since = new Instant[rows.length];
    for (int atom = 0; atom < rows.length; atom++) {
      rows[atom] = stored.atom(order.atom(atom));
      since[atom] = rows[atom].execution().times().began();
      if (rows[atom].state() == AtomState.RUNNING) {
        inDoubt.add(atom);
      }
    }
    this.ready = ReadyAtoms.toExecute(order, priorities, atom -> rows[atom].state().isDone());
    if (isOwedARevert()) {
      beginReverting();
    }
  }

  static Progress of(Target target, FlowRecord stored) {
    Precedence order = target.wiring().precedence();
    return new Progress(order, Priorities.of(target.flow(), order), stored);
  }

  private boolean isOwedARevert() {
    for (AtomRecord row : rows) {
      if (row.intention() == Intention.REVERT
          || row.state() == AtomState.FAILURE
          || row.state() == AtomState.REVERTING) {
        return true;
      }
    }
    return false;
  }

  AtomRecord row(int atom) {
    return rows[atom];
  }

  ShapeAtom declared(int atom) {
    return order.atom(atom);
  }

  /** How many bodies have been begun and not completed. */
  int active() {
    return activeCount;
  }

  /** Whether the flow undoes what it did. */
  boolean isReverting() {
    return reverting;
  }

  /** The atom to begin next, or -1 if there is none now. An atom in doubt executes again first. */
  int next() {
    if (!inDoubt.isEmpty()) {
      return inDoubt.element();
    }
    return ready.peek(atom -> !active.get(atom) && isWanted(rows[atom].state()));
  }

  private boolean isWanted(AtomState state) {
    return reverting
        ? state == AtomState.SUCCESS || state == AtomState.FAILURE || state == AtomState.REVERTING
        : state == AtomState.PENDING;
  }

  /** Whether what {@link #next} gave is to be executed, not reverted. */
  boolean isToExecute(int atom) {
    return rows[atom].state() == AtomState.PENDING || rows[atom].state() == AtomState.RUNNING;
  }

  /** Begins what {@link #next} gave; the body may run once that is stored. */
  void begin(int atom, Attempt attempt, Instant now) {
    if (!inDoubt.isEmpty()) {
      inDoubt.remove();
    } else {
      ready.take();
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
    switch (rows[atom].state()) {
      case SUCCESS -> {
        if (reverting) {
          ready.offerAgain(atom);
        } else {
          ready.pass(atom);
        }
      }
      case FAILURE -> {
        failures = null;
        if (reverting) {
          ready.offerAgain(atom);
        } else {
          beginReverting();
        }
      }
      case REVERTED -> ready.pass(atom);
      default -> failures = null;
    }
  }

  /** Decides that everything done is undone: every atom's intention says so, touched or not. */
  private void beginReverting() {
    reverting = true;
    for (int atom = 0; atom < rows.length; atom++) {
      if (rows[atom].intention() != Intention.REVERT && rows[atom].state() != AtomState.IGNORE) {
        rows[atom] = rows[atom].intending(Intention.REVERT);
        dirty.set(atom);
      }
    }
    ready = ReadyAtoms.toRevert(order, priorities, atom -> isClear(rows[atom].state()));
  }

  private static boolean isClear(AtomState state) {
    return state == AtomState.PENDING || state == AtomState.REVERTED || state == AtomState.IGNORE;
  }

  private void change(int atom, AtomRecord row, Instant now) {
    steps.add(new Step(row, rows[atom].state(), since[atom], now));
    since[atom] = now;
    rows[atom] = row;
    dirty.set(atom);
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
    boolean all = true;
    for (AtomRecord row : rows) {
      all &= reverting ? isClear(row.state()) : row.state().isDone();
    }
    if (!all) {
      return FlowState.FAILURE;
    }
    return reverting ? FlowState.REVERTED : FlowState.SUCCESS;
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

  /** The atoms that are neither done nor undone, for messages. */
  List<AtomName> unfinished() {
    List<AtomName> left = new ArrayList<>();
    for (AtomRecord row : rows) {
      if (reverting ? !isClear(row.state()) : !row.state().isDone()) {
        left.add(row.name());
      }
    }
    return left;
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
