package dev.portage.engine;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Compensation;
import dev.portage.store.Execution;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.Json;
import dev.portage.store.Payload;
import dev.portage.store.RecordJson;
import dev.portage.store.Reversal;
import dev.portage.store.RunId;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The one write that lets a flow begin anew. */
final class Restart {
  private final FlowRecord stored;
  private final Target target;
  private final EngineOptions options;
  private final Stamp stamp;
  private final Payload inputs;
  private final List<AtomRecord> rows = new ArrayList<>();

  Restart(FlowRecord stored, Target target, EngineOptions options) {
    this.stored = stored;
    this.target = target;
    this.options = options;
    this.stamp = options.admission().birthStamp(stored.header().flow());
    this.inputs = without(handedOver(), options.admission().inputs(stored.header()));
    Map<AtomName, FanOutKeys> first = new HashMap<>();
    target.firstRows(inputs).forEach(row -> first.put(row.name(), FanOutKeys.of(row)));
    for (ShapeAtom atom : target.shape().inOrder()) {
      AtomRecord cleared = cleared(stored.atom(atom), atom.kind());
      if (atom.isFanOut()) {
        FanOutKeys past = FanOutKeys.of(stored.atom(atom)).forgotten(stored.items(atom));
        FanOutKeys keys = first.getOrDefault(cleared.name(), past);
        cleared = new FanOutKeys(keys.keys(), past.attempts()).in(cleared);
      }
      if (!cleared.isDefault()) {
        rows.add(cleared);
      }
    }
  }

  /** What a migration handed over so that a task undoes what a dropped one did: once is enough. */
  private List<String> handedOver() {
    return stored.touched().values().stream()
        .map(Compensation::of)
        .filter(Objects::nonNull)
        .flatMap(done -> done.inputs().stream())
        .toList();
  }

  private static Payload without(List<String> names, Payload inputs) {
    if (names.isEmpty() || !(inputs.tree() instanceof ObjectNode values)) {
      return inputs;
    }
    values.remove(names);
    return Payload.of(values);
  }

  /** Attempts count on: services must not take the new requests for the old ones. */
  private static AtomRecord cleared(AtomRecord row, AtomKind kind) {
    int attempts = row.execution().attempts();
    return AtomRecord.untouched(row.name(), kind)
        .in(AtomState.PENDING)
        .intending(Intention.EXECUTE)
        .with(new Execution(null, null, null, attempts, null, Times.UNKNOWN))
        .with(Reversal.NONE);
  }

  FlowWrite write() {
    FlowHeader header = stored.header();
    Set<AtomName> kept = rows.stream().map(AtomRecord::name).collect(Collectors.toSet());
    List<AtomName> gone =
        stored.touched().keySet().stream().filter(name -> !kept.contains(name)).toList();
    return new FlowWrite(
        header.key(),
        FlowWrite.Expected.of(header),
        new FlowWrite.Head(FlowState.PENDING, changedInputs(), null, target.shape(), stamp),
        rows,
        gone,
        options.claim(),
        journal(header));
  }

  /** The stamp says that every migration was made, so what they make of the inputs is stored. */
  private @Nullable Payload changedInputs() {
    return inputs.equals(stored.header().inputs()) ? null : inputs;
  }

  private JournalEntry journal(FlowHeader header) {
    return new JournalEntry(
        header.id(),
        header.revision() + 1,
        new JournalEntry.Made(
            options.clock().instant(), options.owner(), RunId.begun(options.clock().instant())),
        header.shape(),
        ShapeRef.of(target.shape(), stamp),
        List.of("restart"),
        Payload.of(Json.mapper().createObjectNode().put("restart", true)),
        Payload.of(RecordJson.write(stored)));
  }

  FlowRecord after(FlowHeader header) {
    return FlowRecord.of(header, target.shape(), rows);
  }
}
