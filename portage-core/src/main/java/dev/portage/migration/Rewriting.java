package dev.portage.migration;

import dev.portage.migration.FindingCode.Severity;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.shape.AtomSet;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowRecord;
import dev.portage.store.Output;
import dev.portage.store.Reversal;
import dev.portage.store.Times;
import java.util.ArrayList;
import java.util.HashMap;
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
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of one flow while operations act on them: a copy, with what was found on the way. Used
 * by one thread.
 */
final class Rewriting {
  private final SortedMap<AtomName, AtomRecord> rows;
  private final AtomSet target;
  private final StoredOutputs outputs;
  private boolean reverting;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Move.By> added = new LinkedHashMap<>();
  private final Set<String> late = new LinkedHashSet<>();
  private final Map<ShapeAtom, Move.By> droppedDone = new LinkedHashMap<>();
  private final Map<String, String> renamed = new HashMap<>();
  private final Map<String, String> births = new HashMap<>();
  private final Draft atoms;
  private Move.By by = Move.By.rule("");

  Rewriting(FlowRecord stored, AtomSet target, Values values) {
    this.rows = new TreeMap<>(stored.touched());
    this.atoms = new Draft(stored.shape().atoms(), target);
    this.target = target;
    this.outputs = new StoredOutputs(this, values);
    this.reverting = rows.values().stream().anyMatch(row -> row.intention() == Intention.REVERT);
  }

  /** Does one move to the rows. */
  void take(Move move) {
    by = move.by();
    for (Operation operation : move.operations()) {
      if (operation.fit(atoms).applies()) {
        operation.rewrite(this);
        operation.apply(atoms);
      }
    }
  }

  // ---- what operations ask

  Optional<AtomRecord> row(String atom) {
    return Optional.ofNullable(rows.get(AtomName.of(atom)));
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

  /** What becomes of stored outputs. */
  StoredOutputs outputs() {
    return outputs;
  }

  // ---- what operations do

  void put(AtomRecord row) {
    if (row.isDefault()) {
      rows.remove(row.name());
    } else {
      rows.put(row.name(), row);
    }
  }

  void remove(String atom) {
    rows.remove(AtomName.of(atom));
  }

  void finds(FindingCode code, String atom, String sentence, String remedy) {
    finds(by, Finding.of(code, atom, sentence, remedy));
  }

  /** Whether the step that acts right now says that flows pass in spite of this finding. */
  boolean isAllowed(FindingCode code) {
    return by.allowed().containsKey(code);
  }

  void finds(Move.By cause, Finding finding) {
    String why = cause.allowed().get(finding.code());
    findings.add(
        why == null
            ? finding
            : new Finding(
                finding.code(),
                Severity.INFO,
                finding.atom(),
                finding.sentence() + " (allowed by " + cause.name() + ": " + why + ")",
                ""));
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
        "clean up by hand what it did, then finish the flow under the old code");
    return true;
  }

  /** The row of an atom that is to run again. */
  AtomRecord fresh(AtomRecord row) {
    Execution cleared =
        new Execution(null, null, null, row.execution().attempts(), null, Times.UNKNOWN);
    return row.in(AtomState.PENDING)
        .intending(reverting ? Intention.REVERT : Intention.EXECUTE)
        .with(cleared)
        .with(Reversal.NONE);
  }

  /** Whether no other atom has failed, and none has begun to be reverted. */
  boolean isNothingUndoneBut(String atom) {
    return rows.values().stream()
        .filter(row -> !row.name().equals(AtomName.of(atom)))
        .noneMatch(
            row ->
                switch (row.state()) {
                  case FAILURE, REVERTING, REVERTED, REVERT_FAILURE -> true;
                  default -> false;
                });
  }

  /** The flow goes forward again: nothing is to be reverted any more. */
  void turnForward() {
    reverting = false;
    List.copyOf(rows.values()).stream()
        .filter(row -> row.intention() == Intention.REVERT)
        .forEach(row -> put(row.intending(Intention.EXECUTE)));
  }

  /** An atom that is new starts PENDING, or never if the flow is reverting. */
  void born(ShapeAtom atom, Operation operation) {
    if (reverting) {
      put(AtomRecord.untouched(AtomName.of(atom.name()), atom.kind()).intending(Intention.REVERT));
      finds(
          FindingCode.DIR01,
          atom.name(),
          "is new, and will not run, because the flow is reverting",
          "");
    }
  }

  /** An atom that is new and counts as done, unless the flow is reverting. */
  void seeded(ShapeAtom atom, ObjectNode output) {
    if (reverting) {
      born(atom, new Add(atom));
      return;
    }
    Execution done = new Execution(atom.version(), Output.of(output), null, 0, null, Times.UNKNOWN);
    put(
        AtomRecord.untouched(AtomName.of(atom.name()), atom.kind())
            .in(AtomState.SUCCESS)
            .with(done));
  }

  void added(String atom) {
    added.put(atom, by);
  }

  void addedLate(String atom) {
    added.put(atom, by);
    late.add(atom);
  }

  void droppedDone(String atom) {
    droppedDone.put(stored(atom), by);
  }

  void nowCalled(String from, String to) {
    String first = births.getOrDefault(from, from);
    births.remove(from);
    births.put(to, first);
    renamed.put(first, to);
  }

  // ---- what checks ask

  SortedMap<AtomName, AtomRecord> rows() {
    return rows;
  }

  /** The atoms after every move so far. */
  Draft atoms() {
    return atoms;
  }

  boolean isReverting() {
    return reverting;
  }

  List<Finding> findings() {
    return findings;
  }

  /** New atoms that start PENDING, with what added them. */
  Map<String, Move.By> added() {
    return added;
  }

  boolean isLate(String atom) {
    return late.contains(atom);
  }

  /** Atoms that were done and are gone, with what dropped them. */
  Map<ShapeAtom, Move.By> droppedDone() {
    return droppedDone;
  }

  /** What an atom that was stored under this name is called now. */
  String nowCalled(String stored) {
    return renamed.getOrDefault(stored, stored);
  }
}
