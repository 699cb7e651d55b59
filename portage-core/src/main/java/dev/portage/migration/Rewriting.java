package dev.portage.migration;

import dev.portage.migration.FindingCode.Severity;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.Intention;
import dev.portage.shape.AtomSet;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowRecord;
import dev.portage.store.Output;
import dev.portage.store.Payload;
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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of one flow while operations act on them: a copy, with what was found on the way. Used
 * by one thread.
 */
final class Rewriting {
  private final SortedMap<AtomName, AtomRecord> rows;
  private final AtomSet target;
  private final Values values;
  private final boolean reverting;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Move.By> added = new LinkedHashMap<>();
  private final Set<String> late = new LinkedHashSet<>();
  private final Map<ShapeAtom, Move.By> droppedDone = new LinkedHashMap<>();
  private final Map<String, String> renamed = new HashMap<>();
  private AtomSet atoms;
  private Move.By by = Move.By.rule("");

  Rewriting(FlowRecord stored, AtomSet target, Values values) {
    this.rows = new TreeMap<>(stored.touched());
    this.atoms = stored.shape().atoms();
    this.target = target;
    this.values = values;
    this.reverting = rows.values().stream().anyMatch(row -> row.intention() == Intention.REVERT);
  }

  /** Does one move to the rows. */
  void take(Move move) {
    by = move.by();
    for (Operation operation : move.operations()) {
      if (operation.fit(atoms).applies()) {
        operation.rewrite(this);
        atoms = operation.apply(atoms, target);
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

  /** What an atom in doubt is taken for; empty if that blocks the flow. */
  Optional<AtomRecord> settle(Operation operation, AtomRecord row, InDoubt choice) {
    boolean wasReverting = row.state() == AtomState.REVERTING;
    return switch (choice.choice()) {
      case BLOCK -> {
        finds(
            FindingCode.DOUBT01,
            row.name().toString(),
            "is "
                + row.state()
                + " in a flow whose process died; '"
                + operation.describe()
                + "' must not guess how far it got",
            ".inDoubt(InDoubt.AS_PENDING) if it may run again, else asDone(..) or AS_FAILED");
        yield Optional.empty();
      }
      case AS_PENDING ->
          Optional.of(row.state() == AtomState.RUNNING ? row.in(AtomState.PENDING) : row);
      case AS_DONE ->
          Optional.of(
              wasReverting
                  ? row.in(AtomState.REVERTED)
                  : row.in(AtomState.SUCCESS)
                      .with(
                          row.execution()
                              .producing(
                                  stored(row.name().template()).version(),
                                  Output.of(choice.doneOutput()))));
      case AS_FAILED -> Optional.of(wasReverting ? withRevertFailure(row) : withFailure(row));
    };
  }

  private Failure declared() {
    return new Failure(by.name(), "declared failed by a migration", "", List.of(), null);
  }

  private AtomRecord withFailure(AtomRecord row) {
    Execution old = row.execution();
    return row.in(AtomState.FAILURE)
        .with(
            new Execution(
                old.version(),
                null,
                declared(),
                old.attempts(),
                old.idempotencyKey(),
                old.times()));
  }

  private AtomRecord withRevertFailure(AtomRecord row) {
    return row.in(AtomState.REVERT_FAILURE).with(new Reversal(null, declared()));
  }

  /** The row with its output mapped to a version. */
  AtomRecord map(
      Operation operation, AtomRecord row, String atom, OutputMap map, @Nullable String version) {
    Output output = Objects.requireNonNull(row.execution().output());
    if (values == Values.ASSUMED) {
      return row.with(row.execution().producing(version, assumed(atom, output.slots())));
    }
    ObjectNode slots = output.bySlot();
    try {
      map.map(slots);
    } catch (Exception e) {
      throw new MapFailedException(operation.describe(), by.name(), e);
    }
    return row.with(row.execution().producing(version, Output.of(slots)));
  }

  private Output assumed(String atom, Set<String> stored) {
    Set<String> slots = new LinkedHashSet<>(stored);
    ShapeAtom declared = target(atom);
    if (declared != null) {
      slots.addAll(declared.provides());
    }
    return Output.of(slots, Payload.EMPTY);
  }

  /** A part of a task that is done: done too, with its share of the output. */
  AtomRecord fill(Operation operation, AtomRecord whole, Part part, AtomRecord half) {
    Execution old = whole.execution();
    Output share = share(operation, old.output(), part);
    return half.with(
        new Execution(
            part.version(),
            share,
            null,
            part.inheritsKey() ? old.attempts() : 0,
            part.inheritsKey() ? old.idempotencyKey() : null,
            old.times()));
  }

  private Output share(Operation operation, @Nullable Output whole, Part part) {
    ShapeAtom declared = target(part.name());
    Set<String> wanted = declared == null ? Set.of() : declared.provides();
    if (part.output() == null && !wanted.isEmpty()) {
      finds(
          FindingCode.DATA03,
          part.name(),
          "is split off a finished task and provides " + wanted + ", which nothing fills",
          "Part.of(..).taking(\"slot\") or .output((old, part) -> ...)");
    }
    if (values == Values.ASSUMED) {
      return assumed(part.name(), Set.of());
    }
    ObjectNode filled = JsonNodeFactory.instance.objectNode();
    if (part.output() != null) {
      ObjectNode old = whole == null ? JsonNodeFactory.instance.objectNode() : whole.bySlot();
      try {
        part.output().accept(old, filled);
      } catch (RuntimeException e) {
        throw new MapFailedException(operation.describe(), by.name(), e);
      }
      wanted.stream()
          .filter(slot -> !filled.has(slot))
          .forEach(
              slot ->
                  finds(
                      FindingCode.DATA03,
                      part.name(),
                      "is split off a finished task, and its map does not fill '" + slot + "'",
                      "fill '" + slot + "' in .output((old, part) -> ...)"));
    }
    return Output.of(filled);
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
    String first =
        renamed.entrySet().stream()
            .filter(entry -> entry.getValue().equals(from))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(from);
    renamed.put(first, to);
  }

  // ---- what checks ask

  SortedMap<AtomName, AtomRecord> rows() {
    return rows;
  }

  /** The atoms after every move so far. */
  AtomSet atoms() {
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
