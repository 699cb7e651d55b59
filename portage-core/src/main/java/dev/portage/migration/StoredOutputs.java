package dev.portage.migration;

import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of the stored outputs of one flow while operations act on it. */
final class StoredOutputs {
  private static final String VALUE = "value";

  /** Stands for what a map makes where maps do not run. */
  private static final Payload ASSUMED = new Payload("assumed", new byte[0]);

  private final Rewriting work;
  private final Values values;
  private final MadeOutputs made;

  StoredOutputs(Rewriting work, Values values) {
    this.work = work;
    this.values = values;
    this.made = new MadeOutputs(work, values);
  }

  /** What splits and merges make of them. */
  MadeOutputs made() {
    return made;
  }

  /** The row with its output mapped to a version. */
  AtomRecord map(Operation operation, AtomRecord row, OutputMap map, @Nullable String version) {
    Output output = Objects.requireNonNull(row.execution().output());
    if (values == Values.ASSUMED) {
      return row.with(row.execution().producing(version, assumed(output.slots())));
    }
    Output mapped;
    try {
      mapped = output.isRaw() ? RawValues.mapped(output, map) : mapped(output.bySlot(), map);
    } catch (Exception e) {
      throw new MapFailedException(operation.describe(), work.by().name(), e);
    }
    return row.with(row.execution().producing(version, mapped));
  }

  private static Output mapped(ObjectNode slots, OutputMap map) throws Exception {
    map.map(slots);
    return Output.of(slots);
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
    ShapeAtom retry = work.stored(row.name().template());
    SortedSet<String> provided = retry.provides();
    boolean isRaw = work.atoms().isOfUnknownSlots(retry);
    JsonNode attempts = history.tree();
    for (JsonNode attempt : attempts) {
      ObjectNode slots = slots(attempt.path(VALUE), provided);
      if ((slots != null || isRaw) && attempt instanceof ObjectNode object) {
        try {
          object.set(VALUE, value(object.path(VALUE), slots, map));
        } catch (Exception e) {
          throw new MapFailedException(operation.describe(), work.by().name(), e);
        }
      }
    }
    return row.remembering(Payload.of(attempts));
  }

  private static JsonNode value(JsonNode old, @Nullable ObjectNode slots, OutputMap map)
      throws Exception {
    if (slots == null) {
      return RawValues.mapped(old, map);
    }
    map.map(slots);
    return slots.size() == 1 ? slots.iterator().next() : slots;
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
    return output == null ? null : output.bySlot().get(slot); // of a raw object its member
  }

  /** Makes inputs of what these rows of an atom have stored: of items the lists of their values. */
  void handOver(String atom, List<String> slots, List<AtomRecord> rows) {
    boolean many = work.stored(atom).isFanOut();
    for (String slot : slots) {
      List<JsonNode> values = rows.stream().map(row -> value(row, slot)).toList();
      SupplyFrom.handOver(
          work, slot, many ? JsonNodeFactory.instance.arrayNode().addAll(values) : values.get(0));
    }
  }

  private JsonNode value(AtomRecord row, String slot) {
    Output output = row.execution().output();
    JsonNode value = output == null || areAssumed() ? null : output.bySlot().get(slot);
    return value == null ? JsonNodeFactory.instance.nullNode() : value;
  }

  /** Whether values are not read. */
  boolean areAssumed() {
    return values == Values.ASSUMED;
  }

  /**
   * What maps are taken to have made has every slot that the new code provides; to be called when
   * every move has been made, so that an atom has the name that the new code knows it by.
   */
  void complete() {
    for (AtomRecord row : List.copyOf(work.rows().values())) {
      Output output = row.execution().output();
      ShapeAtom now = work.target(row.name().template());
      if (output != null && now != null && isAssumed(output)) {
        Set<String> slots = new LinkedHashSet<>(output.slots());
        slots.addAll(now.provides());
        work.put(row.with(row.execution().producing(row.execution().version(), assumed(slots))));
      }
    }
  }

  /** An output that a map has made; it is taken to have every slot that anybody asks for. */
  static Output assumed(Set<String> slots) {
    return Output.of(slots, ASSUMED);
  }

  /** Whether something was stored in a slot, or a map is taken to have put it there. */
  static boolean has(Output output, String slot) {
    return output.slots().contains(slot) || isAssumed(output) || output.isRaw();
  }

  static boolean isAssumed(Output output) {
    return output.value().codec().equals(ASSUMED.codec());
  }
}
