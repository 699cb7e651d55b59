package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.shape.AtomSet;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowRecord;
import dev.portage.store.Reversal;
import dev.portage.store.Times;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one flow while operations act on them: a copy, with what was found on the way. Used
 * by one thread.
 */
final class Rewriting {
  private final SortedMap<AtomName, AtomRecord> rows;
  private final AtomSet target;
  private final StoredOutputs outputs;
  private final FlowValues inputs;
  private final FlowValues meta;
  private final Descent descent = new Descent();
  private final Directions directions;
  private final Findings findings = new Findings();
  private final Newcomers newcomers = new Newcomers(this);
  private final Set<String> reset = new LinkedHashSet<>();
  private final Map<ShapeAtom, Move.By> droppedDone = new LinkedHashMap<>();
  private final Draft atoms;
  private Move.By by = Move.By.rule("");

  Rewriting(FlowRecord stored, Target target, Values values) {
    this.rows = new TreeMap<>(stored.touched());
    this.target = target.shape().atoms();
    this.atoms = new Draft(stored.shape().atoms(), this.target);
    this.outputs = new StoredOutputs(this, values);
    this.inputs = new FlowValues("inputs", stored.header().inputs());
    this.meta = new FlowValues("metadata", stored.header().meta());
    this.directions = new Directions(stored, target, this);
  }

  /** Does one move to the rows. */
  void take(Move move) {
    by = move.by();
    findings.takes(by);
    descent.follow(by);
    for (Operation operation : move.operations()) {
      Fit fit = operation.fit(atoms);
      if (fit.applies() || fit.isNeutral()) {
        operation.rewrite(this);
        operation.apply(atoms);
        operation.trace(descent);
      }
    }
  }

  /**
   * Does what can be done only when every move has been made: new atoms go the way of the part of
   * the flow in which the target has them.
   */
  void finish() {
    newcomers.settle();
    outputs.complete();
    outputs.made().check();
  }

  // ---- what operations ask

  Optional<AtomRecord> row(String atom) {
    return Optional.ofNullable(rows.get(AtomName.of(atom)));
  }

  /** The rows of all atoms that are declared under this name: of a fan-out there may be many. */
  List<AtomRecord> rows(String template) {
    return rows.tailMap(AtomName.of(template)).values().stream()
        .takeWhile(row -> row.name().template().equals(template))
        .toList();
  }

  /** Where an atom of the target is, by all of its rows. */
  Stand stand(String atom) {
    ShapeAtom declared = target.get(atom);
    return new Stand(rows(atom), declared != null && declared.isFanOut());
  }

  /** Whether a row is the head of a fan-out that is stored. */
  boolean isHead(AtomRecord row) {
    return row.name().key().isEmpty() && stored(row.name().template()).isFanOut();
  }

  /** The atom as it stands in the shape right now. */
  ShapeAtom stored(String atom) {
    return Objects.requireNonNull(atoms.get(atom), atom);
  }

  /** The atom in the new code; null if it is not there. */
  @Nullable ShapeAtom target(String atom) {
    return target.get(atom);
  }

  /** The step or rule whose operations act right now. */
  Move.By by() {
    return by;
  }

  /** The atoms that are new. */
  Newcomers newcomers() {
    return newcomers;
  }

  /** What becomes of stored outputs. */
  StoredOutputs outputs() {
    return outputs;
  }

  /** The flow's inputs; operations change them in place. */
  FlowValues inputs() {
    return inputs;
  }

  /** What is noted beside the flow; likewise. */
  FlowValues meta() {
    return meta;
  }

  // ---- what operations do

  void put(AtomRecord row) {
    if (row.isDefault()) {
      rows.remove(row.name());
    } else {
      rows.put(row.name(), row);
    }
  }

  void remove(AtomName atom) {
    rows.remove(atom);
  }

  void finds(FindingCode code, String atom, String sentence, Remedy remedy) {
    finds(by, Finding.of(code, atom, sentence, remedy));
  }

  /**
   * The line that lets flows pass what an operation causes.
   *
   * @param call the operation, as the line of a step
   */
  String allowing(FindingCode code, String call) {
    return (by.isStep() ? "" : call) + Lines.allow(code);
  }

  /** Whether the step that acts right now says that flows pass in spite of this finding. */
  boolean isAllowed(FindingCode code) {
    return by.allowed().containsKey(code);
  }

  void finds(Move.By cause, Finding finding) {
    findings.add(cause, finding);
  }

  /** A finding that is nobody's doing, as it is after what any step allows. */
  Finding judged(Finding finding) {
    return findings.judged(finding);
  }

  /** Whether the atom's revert has failed, which no operation may touch. */
  boolean isDead(Operation operation, AtomRecord row) {
    if (row.state() != AtomState.REVERT_FAILURE) {
      return false;
    }
    finds(
        FindingCode.DEAD01,
        row.name().toString(),
        "could not be reverted, and '" + operation.describe() + "' would touch it",
        Remedy.advice("clean up by hand what it did, then finish the flow under the old code"));
    return true;
  }

  /** The row of an atom that is to run again. */
  AtomRecord fresh(AtomRecord row) {
    Execution cleared =
        new Execution(null, null, null, row.execution().attempts(), null, Times.UNKNOWN);
    return row.in(AtomState.PENDING)
        .intending(directions.isUndone(row.name()) ? Intention.REVERT : Intention.EXECUTE)
        .with(cleared)
        .with(Reversal.NONE);
  }

  /** What is true of an atom for being new or reset stays so under another name. */
  void renamed(String from, String to) {
    newcomers.renamed(from, to);
    if (reset.remove(from)) {
      reset.add(to);
    }
  }

  void reset(String atom) {
    reset.add(atom);
  }

  /** Whether an operation has reset an atom that is called so. */
  boolean wasReset(String atom) {
    return reset.contains(atom);
  }

  void droppedDone(String atom) {
    droppedDone.put(stored(atom), by);
  }

  // ---- what checks ask

  SortedMap<AtomName, AtomRecord> rows() {
    return rows;
  }

  /** The atoms after every move so far. */
  Draft atoms() {
    return atoms;
  }

  /** Which way atoms go. */
  Directions directions() {
    return directions;
  }

  /** What became of stored names. */
  Descent descent() {
    return descent;
  }

  List<Finding> findings() {
    return findings.all();
  }

  /** Atoms that were done and are gone, with what dropped them. */
  Map<ShapeAtom, Move.By> droppedDone() {
    return droppedDone;
  }

  /** What an atom that was stored under this name is called now. */
  String nowCalled(String stored) {
    List<String> now = descent.now(stored);
    return now.size() == 1 ? now.get(0) : stored;
  }
}
