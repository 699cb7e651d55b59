package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.FlowException;
import dev.portage.model.FlowState;
import dev.portage.model.Slot;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a run ended, or was suspended. Immutable and thread-safe. */
public final class FlowResult {
  private final FlowHeader header;
  private final Shape shape;
  private final List<AtomRecord> rows;
  private volatile @Nullable FlowRecord stored;

  private FlowResult(FlowHeader header, Shape shape, List<AtomRecord> rows) {
    this.header = header;
    this.shape = shape;
    this.rows = rows;
  }

  /** What these rows say; they are sorted when somebody asks for more than the state. */
  static FlowResult of(FlowHeader header, Shape shape, List<AtomRecord> rows) {
    return new FlowResult(header, shape, rows);
  }

  static FlowResult of(FlowRecord stored) {
    return of(stored.header(), stored.shape(), List.copyOf(stored.touched().values()));
  }

  /** The flow. */
  public FlowId id() {
    return header.id();
  }

  /** The name of the flow in the catalog. */
  public String flow() {
    return header.flow();
  }

  /** SUCCESS, REVERTED, FAILURE or SUSPENDED. */
  public FlowState state() {
    return header.state();
  }

  /** What is stored. */
  public FlowRecord stored() {
    FlowRecord known = stored;
    if (known == null) {
      known = FlowRecord.of(header, shape, rows);
      stored = known;
    }
    return known;
  }

  /**
   * What a task that is done has stored in a slot; of several the last in declared order. JSON null
   * gives null; a fan-out gives the list of what its atoms stored.
   *
   * @throws FlowException if no task that is done has stored it, or it cannot be read as the slot's
   *     type
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // as Inputs.get
  public <T> T get(Slot<T> slot) {
    Origin origin = origin(slot.name());
    if (origin == null) {
      throw new FlowException(
          "flow '"
              + id()
              + "' has no output '"
              + slot.name()
              + "': no task that is done stored it");
    }
    return (T) Json.value(origin.value(slot.name()), slot.type());
  }

  /** Whether a task that is done has stored the slot, perhaps as null. */
  public boolean has(Slot<?> slot) {
    return origin(slot.name()) != null;
  }

  private @Nullable Origin origin(String slot) {
    Origin found = null;
    FlowRecord record = stored();
    for (ShapeAtom atom : shape.inOrder()) {
      if (atom.provides().contains(slot) && record.atom(atom).state() == AtomState.SUCCESS) {
        Origin origin =
            atom.isFanOut()
                ? new Origin.Collected(atom.name(), atom.provides(), record.items(atom))
                : new Origin.Stored(atom.name(), record.atom(atom).execution().output());
        found = origin.has(slot) ? origin : found;
      }
    }
    return found;
  }

  /** Why tasks failed to execute, by task, sorted; empty if none did. Kept when they revert. */
  public Map<String, Failure> failures() {
    return collect(row -> row.execution().failure());
  }

  /** Why tasks failed to revert, by task, sorted; empty if none did. */
  public Map<String, Failure> revertFailures() {
    return collect(row -> row.reversal().failure());
  }

  private Map<String, Failure> collect(Function<AtomRecord, @Nullable Failure> kind) {
    Map<String, Failure> found = new TreeMap<>();
    for (AtomRecord row : rows) {
      Failure failure = kind.apply(row);
      if (failure != null) {
        found.put(row.name().toString(), failure);
      }
    }
    return Collections.unmodifiableMap(found);
  }

  /** What went wrong, in words; says so if nothing did. */
  public FailureStory story() {
    return FailureStory.of(stored());
  }

  /**
   * This result, if the flow succeeded.
   *
   * @throws FlowFailedException if it did not; says what failed
   */
  public FlowResult orThrow() {
    if (state() != FlowState.SUCCESS) {
      throw new FlowFailedException(this);
    }
    return this;
  }

  /** Flow, state, and what failed, one line each. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("flow '" + id() + "' (" + flow() + ") is " + state());
    failures().forEach((atom, why) -> text.append("\n  failed: " + atom + ": " + why.summary()));
    revertFailures()
        .forEach((atom, why) -> text.append("\n  not reverted: " + atom + ": " + why.summary()));
    return text.toString();
  }
}
