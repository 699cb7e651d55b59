package dev.portage.testkit.migration;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowException;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.Wiring;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.Json;
import dev.portage.store.Lease;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.ShapeRef;
import dev.portage.store.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the records of flows of a released shape that have got so far, and crashed there. */
final class SampleFlows {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String VERSION = "1.0";

  private final Trial trial;
  private final Wiring wiring;
  private final Map<String, ObjectNode> outputs = new LinkedHashMap<>();
  private final ObjectNode inputs = Json.mapper().createObjectNode();

  SampleFlows(Trial trial) {
    this.trial = trial;
    this.wiring = Wiring.of(trial.shape());
    for (String slot : wiring.inputs()) {
      inputs.set(slot, trial.samples().value(slot));
    }
    for (ShapeAtom atom : trial.shape().inOrder()) {
      outputs.put(atom.name(), trial.samples().output(atom));
    }
    for (ShapeAtom fanOut : trial.shape().fanOuts()) {
      makeList(fanOut);
    }
  }

  /** What a fan-out goes over is a list, whatever is known of the slot. */
  private void makeList(ShapeAtom fanOut) {
    String slot = fanOut.traits().each();
    if (slot != null && !slot.isEmpty()) {
      String provider = wiring.provider(fanOut.name(), slot);
      ObjectNode holder = provider == null ? inputs : outputs.get(provider);
      if (holder != null && !holder.path(slot).isArray()) {
        holder.putArray(slot);
      }
    }
  }

  /** The flow in which those atoms are done, by position in declared order, and no others. */
  FlowRecord at(BitSet done) {
    List<AtomRecord> rows = new ArrayList<>();
    Shape shape = trial.shape();
    for (int i = 0; i < shape.inOrder().size(); i++) {
      ShapeAtom atom = shape.inOrder().get(i);
      if (atom.isFanOut()) {
        fanOut(atom, done, i, rows);
      } else if (done.get(i)) {
        rows.add(done(atom, AtomName.of(atom.name())));
      }
    }
    FlowHeader header =
        new FlowHeader(
            new FlowHeader.Key(FlowId.of("sample"), trial.flow(), trial.variant()),
            Payload.of(inputs),
            Payload.EMPTY,
            done.isEmpty() ? FlowState.PENDING : FlowState.RUNNING,
            ShapeRef.of(shape, trial.stamp()),
            1,
            Lease.NONE,
            Times.UNKNOWN);
    return FlowRecord.of(header, shape, rows);
  }

  /** The atoms that are done there, in declared order, for messages. */
  String words(BitSet done) {
    List<String> names = new ArrayList<>();
    done.stream().forEach(i -> names.add(trial.shape().inOrder().get(i).name()));
    return names.isEmpty() ? "nothing is done" : String.join(", ", names) + " done";
  }

  private AtomRecord done(ShapeAtom atom, AtomName name) {
    ObjectNode slots = outputs.getOrDefault(atom.name(), Json.mapper().createObjectNode());
    Execution execution =
        new Execution(
            atom.version() == null ? VERSION : atom.version(),
            Output.of(slots),
            null,
            1,
            "sample/" + name + "/1",
            new Times(NOON, NOON));
    AtomRecord row = AtomRecord.untouched(name, atom.kind()).in(AtomState.SUCCESS).with(execution);
    return atom.kind() == AtomKind.RETRY ? row.remembering(history(slots)) : row;
  }

  private static Payload history(ObjectNode slots) {
    ArrayNode attempts = Json.mapper().createArrayNode();
    ObjectNode attempt = attempts.addObject();
    attempt.set(
        "value",
        slots.size() == 1
            ? slots.iterator().next()
            : slots.isEmpty() ? Json.mapper().nullNode() : slots);
    attempt.putObject("failures");
    return Payload.of(attempts);
  }

  private void fanOut(ShapeAtom atom, BitSet done, int position, List<AtomRecord> rows) {
    AtomRecord head = AtomRecord.untouched(AtomName.of(atom.name()), atom.kind());
    List<String> keys = keys(atom, done);
    if (keys == null) {
      return;
    }
    boolean isDone = done.get(position);
    head = isDone ? head.in(AtomState.SUCCESS) : head;
    rows.add(new FanOutKeys(keys, 0).in(head));
    for (String key : isDone ? keys : List.<String>of()) {
      rows.add(done(atom, new AtomName(atom.name(), key)));
    }
  }

  /** The keys of a fan-out; null as long as nobody knows them. */
  private @Nullable List<String> keys(ShapeAtom atom, BitSet done) {
    String slot = atom.traits().each();
    String provider = slot == null || slot.isEmpty() ? null : wiring.provider(atom.name(), slot);
    if (provider != null && !done.get(wiring.precedence().node(provider))) {
      return null;
    }
    ObjectNode holder = provider == null ? inputs : outputs.get(provider);
    JsonNode list = slot == null || slot.isEmpty() || holder == null ? null : holder.get(slot);
    for (ShapeAtom today : trial.target().shape().fanOuts()) {
      if (today.name().equals(atom.name())
          || (slot != null && slot.equals(today.traits().each()))) {
        try {
          List<String> keys = trial.target().keys(today.name(), list);
          return keys == null ? List.of() : keys;
        } catch (FlowException e) {
          throw new AssertionError(
              "the keys of "
                  + today.name()
                  + " cannot be told for made-up elements\n  next: say what it goes over: .value(\""
                  + slot
                  + "\", List.of(..))",
              e);
        }
      }
    }
    List<String> keys = new ArrayList<>();
    for (int i = 0; list != null && i < list.size(); i++) {
      keys.add(list.get(i).isValueNode() ? list.get(i).asString() : "k" + i);
    }
    return keys;
  }
}
