package dev.portage.migration;

import dev.portage.model.AtomName;
import dev.portage.model.Failure;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.CensusLine;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.Lease;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.Reversal;
import dev.portage.store.Situation;
import dev.portage.store.Situation.Position;
import dev.portage.store.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes flows up that are in a given situation, each value of which is the only one of its kind.
 *
 * @param line of which shape they are
 * @param stored that shape
 * @param inputs the names of what they were submitted with
 */
record SituationSample(CensusLine line, Shape stored, Set<String> inputs) {
  /** A flow of which nothing is stored but its header. */
  FlowRecord untouched() {
    return FlowRecord.of(header(FlowState.PENDING), stored, List.of());
  }

  /** Every row has all that a row can have; null if the shape has no such atoms. */
  @Nullable FlowRecord full(Situation situation) {
    return make(situation, 1, true);
  }

  /** Rows have what the situation says alone, and what comes later is earlier. */
  @Nullable FlowRecord bare(Situation situation) {
    return make(situation, -1, false);
  }

  private @Nullable FlowRecord make(Situation situation, int order, boolean isFull) {
    List<AtomRecord> rows = new ArrayList<>();
    int place = 1000;
    for (Map.Entry<AtomName, Position> atom : situation.atoms().entrySet()) {
      place += order;
      ShapeAtom declared = stored.atoms().get(atom.getKey().template());
      if (declared == null) {
        return null;
      }
      rows.add(row(AtomRecord.untouched(atom.getKey(), declared.kind()), atom, place, isFull));
    }
    return FlowRecord.of(header(situation.state()), stored, rows);
  }

  private static AtomRecord row(
      AtomRecord row, Map.Entry<AtomName, Position> atom, int place, boolean isFull) {
    Position at = atom.getValue();
    Instant time = Instant.ofEpochSecond(place);
    Failure failure = new Failure("tag", "failure " + place, "", List.of(), time);
    Output output = at.hasOutput() ? Output.of(at.slots(), values(at, place)) : null;
    Execution execution =
        new Execution(
            at.version(),
            output,
            isFull ? failure : null,
            place,
            isFull ? "key " + place : null,
            isFull ? new Times(time, time.plusSeconds(1_000_000)) : Times.UNKNOWN);
    Reversal reversal =
        new Reversal(Payload.of(JsonNodeFactory.instance.numberNode(-place)), failure);
    return row.in(at.state())
        .intending(at.intention())
        .with(execution)
        .with(isFull ? reversal : Reversal.NONE);
  }

  private static Payload values(Position at, int place) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    at.slots().forEach(slot -> values.put(slot, place));
    return Payload.of(values);
  }

  private FlowHeader header(FlowState state) {
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    inputs.forEach(given::putNull);
    return new FlowHeader(
        new FlowHeader.Key(line.sample(), line.flow(), line.variant()),
        Payload.of(given),
        Payload.EMPTY,
        state,
        line.shape(),
        1,
        Lease.NONE,
        Times.UNKNOWN);
  }
}
