package dev.portage.engine;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Need;
import dev.portage.model.Task;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where the bodies of one run read their slots from, as its rows are now. Not thread-safe. */
final class Sources {
  private final Target target;
  private final ObjectNode inputs;
  private final Progress progress;
  private final Map<Integer, Spread> spreads = new HashMap<>();

  Sources(FlowHeader header, Target target, Progress progress) {
    this.target = target;
    this.inputs = JsonInputs.of("flow '" + header.id() + "'", header.inputs()).tree();
    this.progress = progress;
  }

  /** What the body of an atom may read, by the names of its own slots. */
  Map<String, SlotSource> of(int atom, Task task) {
    return of(atom, task, task.needs());
  }

  /** What its undoing may read. */
  Map<String, SlotSource> ofRevert(int atom, Task task) {
    Map<String, SlotSource> all = of(atom, task);
    all.putAll(of(atom, task, task.revertNeeds()));
    return all;
  }

  /** The elements of a fan-out's list, read once until {@link #reset}. */
  Spread spread(int head, Task task) {
    return spreads.computeIfAbsent(head, node -> Spread.of(task, () -> list(node, task)));
  }

  /** Forgets every list: a part of the flow runs again, and may provide others. */
  void reset() {
    spreads.clear();
  }

  private @Nullable JsonNode list(int head, Task task) {
    SlotSource list = of(head, task, Objects.requireNonNull(task.listNeed()));
    if (list.isMissing()) {
      throw new MissingArgumentException(list.absence("task '" + task.name() + "'"));
    }
    return list.value();
  }

  private Map<String, SlotSource> of(int atom, Task task, List<Need> needs) {
    Map<String, SlotSource> bySlot = new HashMap<>();
    for (Need need : needs) {
      bySlot.put(need.slot().name(), of(atom, task, need));
    }
    return bySlot;
  }

  private SlotSource of(int atom, Task task, Need need) {
    ShapeAtom reader = progress.declared(atom);
    if (need.kind() == Need.Kind.ELEMENT) {
      return new SlotSource(need, element(atom, task));
    }
    return of(
        need, need.isFromFlow() ? target.wiring().provider(reader.name(), need.from()) : null);
  }

  /** The source of a slot, from that atom or, if it is null, from the inputs of the flow. */
  SlotSource of(Need need, @Nullable String provider) {
    return new SlotSource(
        need,
        provider == null
            ? new Origin.FlowInputs(inputs)
            : origin(target.wiring().precedence().node(provider)));
  }

  /** Whatever is wrong with the list is told to the body that asks for its element. */
  private Origin element(int item, Task task) {
    AtomName name = progress.row(item).name();
    try {
      Spread spread = spread(progress.cells().node(item), task);
      return new Origin.Element(name.toString(), () -> spread.element(name.key()));
    } catch (RuntimeException e) {
      return new Origin.Element(
          name.toString(),
          () -> {
            throw e;
          });
    }
  }

  private Origin origin(int provider) {
    Cells cells = progress.cells();
    ShapeAtom declared = progress.declared(provider);
    AtomRecord row = progress.row(provider);
    if (row.state() == AtomState.IGNORE) {
      return new Origin.LeftOut(declared.name());
    }
    if (!declared.isFanOut()) {
      return new Origin.Stored(declared.name(), row.execution().output());
    }
    List<AtomRecord> items =
        row.state() == AtomState.SUCCESS
            ? Arrays.stream(cells.itemsAt(provider)).mapToObj(cells::row).toList()
            : null;
    return new Origin.Collected(declared.name(), declared.provides(), items);
  }
}
