package dev.portage.migration;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Output;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Custom code on the rows of one flow. */
final class CustomRun {
  private final Custom custom;
  private final Rewriting work;
  private final Map<String, AtomRecord> taken = new LinkedHashMap<>();

  CustomRun(Custom custom, Rewriting work) {
    this.custom = custom;
    this.work = work;
  }

  void rewrite() {
    boolean assumed = work.outputs().areAssumed();
    work.finds(
        FindingCode.OPAQUE01,
        custom.describe(),
        assumed
            ? "is code and was not run here; what it makes is assumed"
            : "is code; what it makes of a flow is not known before",
        Remedy.advice("migrate one such flow first, with --flow, and look at it"));
    if (!mayTake() || !revertIsKept()) {
      return;
    }
    Map<String, ObjectNode> made = assumed ? assumed() : result();
    boolean repeats = !custom.made().isEmpty() && made.isEmpty();
    for (String name : custom.gone()) {
      if (isDone(name) && repeats) {
        repeated(name);
      } else if (isDone(name)) {
        work.droppedDone(name);
      }
      work.remove(AtomName.of(name));
    }
    custom.creates().forEach(name -> put(name, made.get(name)));
  }

  /** What stands against it that the consumed rows go, as for a drop. */
  private boolean mayTake() {
    boolean may = true;
    for (String name : custom.sources()) {
      AtomRecord row =
          work.row(name)
              .orElseGet(() -> AtomRecord.untouched(AtomName.of(name), work.stored(name).kind()));
      AtomRecord settled = Leaving.settle(work, custom, custom.inDoubt(), row).orElse(null);
      if (settled == null) {
        may = false;
      } else {
        taken.put(name, settled);
      }
    }
    return may;
  }

  private boolean isDone(String name) {
    return Objects.requireNonNull(taken.get(name)).state() == AtomState.SUCCESS;
  }

  private boolean revertIsKept() {
    boolean isHeld =
        custom.creates().stream()
            .map(work::target)
            .anyMatch(atom -> atom != null && atom.reverts());
    for (String name : custom.gone()) {
      if (!isHeld && isDone(name) && work.stored(name).reverts()) {
        work.finds(
            FindingCode.LEAK01,
            name,
            "is done and can be reverted, and nothing that '" + custom.label() + "' makes can",
            Remedy.advice("give the task that owns what it did a revert"));
        return work.isAllowed(FindingCode.LEAK01);
      }
    }
    return true;
  }

  /** RERUN01: what stands for a finished task would begin anew. */
  private void repeated(String name) {
    if (work.stored(name).hasSideEffects()) {
      work.finds(
          FindingCode.RERUN01,
          name,
          "is done and goes, and '"
              + custom.label()
              + "' leaves "
              + String.join(", ", custom.made())
              + " to run in its place",
          Remedy.of(Lines.allow(FindingCode.RERUN01))
              .advise("let the code put an output for what is done"));
    }
  }

  /** Where anything that it takes is done, what it makes is, with every slot that is declared. */
  private Map<String, ObjectNode> assumed() {
    Map<String, ObjectNode> made = new TreeMap<>();
    if (custom.sources().stream().anyMatch(this::isDone)) {
      custom.made().forEach(name -> made.put(name, JsonNodeFactory.instance.objectNode()));
    }
    return made;
  }

  private Map<String, ObjectNode> result() {
    FlowCopy first = run();
    FlowCopy second = run();
    if (!first.made().equals(second.made()) || !first.meta().equals(second.meta())) {
      throw failed(
          new IllegalStateException(
              "it gives two results for one flow; it must be pure: no clock, no random numbers, no"
                  + " I/O"));
    }
    if (custom.effect().changesMeta()) {
      work.meta().replace(first.meta());
    }
    return first.made();
  }

  private FlowCopy run() {
    Map<String, ObjectNode> outputs = new TreeMap<>();
    taken.forEach(
        (name, row) -> {
          if (row.state() == AtomState.SUCCESS) {
            Output output = row.execution().output();
            outputs.put(
                name, output == null ? JsonNodeFactory.instance.objectNode() : output.bySlot());
          }
        });
    FlowCopy copy =
        new FlowCopy(custom.effect(), outputs, work.inputs().tree(), work.meta().tree());
    try {
      custom.code().run(copy);
    } catch (Exception e) {
      throw failed(e);
    }
    String breach = copy.breach(work.meta().tree());
    if (breach != null) {
      throw failed(new IllegalStateException("it " + breach));
    }
    return copy;
  }

  private MapFailedException failed(Exception why) {
    return new MapFailedException(custom.describe(), work.by().name(), why);
  }

  private void put(String name, @Nullable ObjectNode output) {
    ShapeAtom produced = custom.produced(work.atoms(), name);
    AtomRecord was = taken.get(name);
    if (output == null) {
      if (was == null) {
        work.newcomers().add(produced);
      } else {
        work.put(work.outputs().areAssumed() ? foretold(was) : was);
      }
      return;
    }
    if (work.outputs().areAssumed()) {
      work.newcomers().seed(produced, output);
      work.row(name)
          .ifPresent(
              row ->
                  work.put(
                      row.with(
                          row.execution()
                              .producing(
                                  produced.version(),
                                  StoredOutputs.assumed(produced.provides())))));
      return;
    }
    fills(produced, output.propertyNames());
    if (was == null) {
      work.newcomers().seed(produced, output);
    } else {
      work.put(
          was.in(AtomState.SUCCESS)
              .with(was.execution().producing(produced.version(), Output.of(output))));
    }
  }

  /** A task that stays done has whatever the code makes of its output. */
  private static AtomRecord foretold(AtomRecord row) {
    Output output = row.execution().output();
    return output == null
        ? row
        : row.with(
            row.execution()
                .producing(row.execution().version(), StoredOutputs.assumed(output.slots())));
  }

  private void fills(ShapeAtom produced, Collection<String> given) {
    ShapeAtom declared = work.target(produced.name());
    Set<String> wanted = declared == null ? Set.of() : declared.provides();
    wanted.stream()
        .filter(slot -> !given.contains(slot))
        .forEach(
            slot ->
                work.finds(
                    FindingCode.DATA03,
                    produced.name(),
                    "is taken as done by '"
                        + custom.label()
                        + "', which does not fill '"
                        + slot
                        + "'",
                    Remedy.advice("put '" + slot + "' into its output")));
  }
}
