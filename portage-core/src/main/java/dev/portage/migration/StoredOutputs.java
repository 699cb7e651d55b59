package dev.portage.migration;

import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of the stored outputs of one flow while operations act on it. */
final class StoredOutputs {
  private static final String VALUE = "value";

  private final Rewriting work;
  private final Values values;

  StoredOutputs(Rewriting work, Values values) {
    this.work = work;
    this.values = values;
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
      throw new MapFailedException(operation.describe(), work.by().name(), e);
    }
    return row.with(row.execution().producing(version, Output.of(slots)));
  }

  /**
   * The row of a retry with the value of each attempt mapped as its output is. An attempt without a
   * value, made before the retry was there, stays so.
   */
  AtomRecord mapHistory(Operation operation, AtomRecord row, OutputMap map) {
    Payload history = row.history();
    if (history == null || values == Values.ASSUMED) {
      return row;
    }
    SortedSet<String> provided = work.stored(row.name().template()).provides();
    JsonNode attempts = history.tree();
    for (JsonNode attempt : attempts) {
      ObjectNode slots = slots(attempt.path(VALUE), provided);
      if (slots != null && attempt instanceof ObjectNode object) {
        try {
          map.map(slots);
        } catch (Exception e) {
          throw new MapFailedException(operation.describe(), work.by().name(), e);
        }
        object.set(VALUE, slots.size() == 1 ? slots.iterator().next() : slots);
      }
    }
    return row.remembering(Payload.of(attempts));
  }

  /** The value of an attempt by slot: of one slot the value alone is stored. */
  private static @Nullable ObjectNode slots(JsonNode value, SortedSet<String> provided) {
    if (value instanceof ObjectNode object && provided.size() > 1) {
      return object;
    }
    if (provided.size() != 1 || value.isNull() || value.isMissingNode()) {
      return null;
    }
    ObjectNode slots = JsonNodeFactory.instance.objectNode();
    slots.set(provided.first(), value);
    return slots;
  }

  /**
   * The row with what it has stored in a slot under another name, of a retry in its history too.
   */
  AtomRecord renamed(AtomRecord row, String from, String to) {
    AtomRecord renamed = row;
    Output output = row.execution().output();
    if (output != null && output.slots().contains(from)) {
      if (output.slots().contains(to)) {
        work.finds(
            FindingCode.DATA05,
            row.name().toString(),
            "has stored '" + from + "', which is to be called '" + to + "', and '" + to + "' too",
            Remedy.advice("rename the slot to a name under which nothing is stored"));
        return row;
      }
      renamed =
          row.with(row.execution().producing(row.execution().version(), output(output, from, to)));
    }
    return renamed.history() == null ? renamed : renamed.remembering(history(renamed, from, to));
  }

  private Output output(Output stored, String from, String to) {
    if (values == Values.ASSUMED) {
      List<String> slots = new ArrayList<>(stored.slots());
      slots.remove(from);
      slots.add(to);
      return Output.of(slots, Payload.EMPTY);
    }
    return Output.of(FlowValues.renamed(stored.bySlot(), from, to));
  }

  /** The values of a retry's attempts; of one slot the value alone is stored, without its name. */
  private @Nullable Payload history(AtomRecord row, String from, String to) {
    Payload stored = row.history();
    if (stored == null || work.stored(row.name().template()).provides().size() < 2) {
      return stored;
    }
    boolean changed = false;
    JsonNode attempts = stored.tree();
    for (JsonNode attempt : attempts) {
      if (attempt instanceof ObjectNode object
          && object.get(VALUE) instanceof ObjectNode slots
          && slots.has(from)) {
        object.set(VALUE, FlowValues.renamed(slots, from, to));
        changed = true;
      }
    }
    return changed ? Payload.of(attempts) : stored;
  }

  /**
   * What an atom that is done has stored in a slot, of a fan-out the list of what its items have;
   * null if it has not, JSON null where values are assumed.
   */
  @Nullable JsonNode value(String atom, String slot) {
    Stand stand = new Stand(work.rows(atom), work.stored(atom).isFanOut());
    if (!stand.isDone() || stand.isLeftOut() || stand.lacking(slot) != null) {
      return null;
    }
    if (values == Values.ASSUMED) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (stand.isFanOut()) {
      return StoredLists.collected(stand, slot);
    }
    Output output = stand.rows().get(0).execution().output();
    return output == null ? null : output.bySlot().get(slot);
  }

  /** Whether values are not read. */
  boolean areAssumed() {
    return values == Values.ASSUMED;
  }

  private Output assumed(String atom, Set<String> stored) {
    Set<String> slots = new LinkedHashSet<>(stored);
    ShapeAtom declared = work.target(atom);
    if (declared != null) {
      slots.addAll(declared.provides());
    }
    return Output.of(slots, Payload.EMPTY);
  }

  /**
   * A part of a task that is done: done too, with its share of the output. One that has the whole's
   * name and not its key counts as its next attempt, so that no key is used twice.
   */
  AtomRecord fill(Operation operation, AtomRecord whole, Part part, AtomRecord half) {
    Execution old = whole.execution();
    Output share = share(operation, old.output(), part);
    int next = part.name().equals(whole.name().template()) ? old.attempts() + 1 : 0;
    return half.with(
        new Execution(
            part.version(),
            share,
            null,
            part.inheritsKey() ? old.attempts() : next,
            part.inheritsKey() ? old.idempotencyKey() : null,
            old.times()));
  }

  private Output share(Operation operation, @Nullable Output whole, Part part) {
    ShapeAtom declared = work.target(part.name());
    Set<String> wanted = declared == null ? Set.of() : declared.provides();
    if (part.output() == null && !wanted.isEmpty()) {
      work.finds(
          FindingCode.DATA03,
          part.name(),
          "is split off a finished task and provides " + wanted + ", which nothing fills",
          Remedy.of(operation.line()));
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
        throw new MapFailedException(operation.describe(), work.by().name(), e);
      }
      wanted.stream()
          .filter(slot -> !filled.has(slot))
          .forEach(
              slot ->
                  work.finds(
                      FindingCode.DATA03,
                      part.name(),
                      "is split off a finished task, and its map does not fill '" + slot + "'",
                      Remedy.of(operation.line())));
    }
    return Output.of(filled);
  }

  /**
   * The output of a task that was merged of these.
   *
   * @param fill makes it of theirs; null if it is all of their slots
   */
  Output merged(
      Merge merge, List<AtomRecord> rows, @Nullable BiConsumer<ObjectNode, ObjectNode> fill) {
    Output merged = fill == null ? union(merge, rows) : filled(merge, rows, fill);
    for (String slot : wanted(merge.whole().name())) {
      if (!merged.slots().contains(slot)) {
        work.finds(
            FindingCode.DATA03,
            merge.whole().name(),
            "is merged of finished tasks, and nothing fills '" + slot + "'",
            Remedy.of(merge.line()));
      }
    }
    return merged;
  }

  private Set<String> wanted(String atom) {
    ShapeAtom declared = work.target(atom);
    return declared == null ? Set.of() : declared.provides();
  }

  private Output union(Merge merge, List<AtomRecord> rows) {
    ObjectNode union = JsonNodeFactory.instance.objectNode();
    Map<String, String> from = new LinkedHashMap<>();
    for (AtomRecord row : rows) {
      Output output = row.execution().output();
      for (String slot : output == null ? Set.<String>of() : output.slots()) {
        String other = from.putIfAbsent(slot, row.name().toString());
        if (other != null) {
          work.finds(
              FindingCode.DATA03,
              merge.whole().name(),
              "is merged of " + other + " and " + row.name() + ", which both stored '" + slot + "'",
              Remedy.of(merge.line()));
        }
      }
      if (output != null && values == Values.REAL) {
        output.bySlot().forEachEntry((slot, value) -> union.putIfAbsent(slot, value));
      }
    }
    return values == Values.ASSUMED ? Output.of(from.keySet(), Payload.EMPTY) : Output.of(union);
  }

  private Output filled(
      Merge merge, List<AtomRecord> rows, BiConsumer<ObjectNode, ObjectNode> fill) {
    if (values == Values.ASSUMED) {
      return assumed(merge.whole().name(), Set.of());
    }
    ObjectNode old = JsonNodeFactory.instance.objectNode();
    for (AtomRecord row : rows) {
      Output output = row.execution().output();
      if (output != null) {
        old.set(row.name().template(), output.bySlot());
      }
    }
    ObjectNode filled = JsonNodeFactory.instance.objectNode();
    try {
      fill.accept(old, filled);
    } catch (RuntimeException e) {
      throw new MapFailedException(merge.describe(), work.by().name(), e);
    }
    return Output.of(filled);
  }
}
