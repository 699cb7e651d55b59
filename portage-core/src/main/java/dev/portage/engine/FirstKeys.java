package dev.portage.engine;

import dev.portage.model.AtomName;
import dev.portage.model.FanOut;
import dev.portage.model.Need;
import dev.portage.model.Problem;
import dev.portage.model.Task;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** The keys of fan-outs that are fixed when a flow is submitted. */
final class FirstKeys {
  private final Target target;
  private final ObjectNode inputs;
  private final List<AtomRecord> rows = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private FirstKeys(Target target, ObjectNode inputs) {
    this.target = target;
    this.inputs = inputs;
  }

  static FirstKeys of(Target target, ObjectNode inputs) {
    FirstKeys keys = new FirstKeys(target, inputs);
    if (!target.shape().fanOuts().isEmpty()) {
      target.flow().forEachTask(keys::fixIfKnown);
    }
    return keys;
  }

  private void fixIfKnown(Task task) {
    if (isKnown(task)) {
      fix(task);
    }
  }

  private boolean isKnown(Task task) {
    FanOut<?> fanOut = task.fanOut();
    Need list = task.listNeed();
    return fanOut != null
        && (list == null
            || (inputs.has(list.from())
                && target.wiring().provider(task.name(), list.from()) == null));
  }

  private void fix(Task task) {
    try {
      Need list = task.listNeed();
      Spread spread = Spread.of(task, () -> inputs.get(Objects.requireNonNull(list).from()));
      ShapeAtom template = Objects.requireNonNull(target.shape().atoms().get(task.name()));
      AtomRecord row = AtomRecord.untouched(AtomName.of(task.name()), template.kind());
      rows.add(new FanOutKeys(spread.keys(), 0).in(row));
    } catch (RuntimeException e) { // a list that is none, or keys that are not distinct
      problems.add(
          new Problem(
              task.name(),
              "cannot be spread over its list: " + e.getMessage(),
              "submit another list, or change .keyedBy(..)"));
    }
  }

  /** A row for each fan-out whose keys are known. */
  List<AtomRecord> rows() {
    return rows;
  }

  /** Lists that are none, and keys that are no names or not distinct. */
  List<Problem> problems() {
    return problems;
  }
}
