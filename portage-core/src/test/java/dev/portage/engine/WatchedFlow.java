package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.TaskContext;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowWrite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One flow beside its model, which follows each write. Thread-safe. */
final class WatchedFlow {
  private final Consumer<String> wrong;
  private final Set<String> entered = new HashSet<>();
  private ReferenceModel model;
  private int life;

  WatchedFlow(ReferenceModel model, Consumer<String> wrong) {
    this.model = model;
    this.wrong = wrong;
  }

  synchronized ReferenceModel model() {
    return model;
  }

  synchronized void die() {
    life++;
    model.die();
  }

  /** A body runs once for each time that its atom is durably begun. */
  synchronized void enters(String body, TaskContext context) {
    ModelAtom atom = model.at(context.task());
    AtomState wanted = body.equals("revert") ? AtomState.REVERTING : AtomState.RUNNING;
    boolean isTold =
        context.attempt() == atom.attempts
            && context.isReExecution() == atom.again
            && context
                .idempotencyKey()
                .equals(String.join("/", context.flowId(), context.task(), "" + atom.attempts));
    if (!atom.active || atom.state != wanted || !isTold) {
      wrong.accept(body + " runs with " + context + " where stored is " + stored(context.task()));
    }
    if (!entered.add(run(context.task()))) {
      wrong.accept(body + " runs twice with " + context);
    }
  }

  private String stored(String atom) {
    return model.line(atom) + (model.at(atom).again ? " again" : "");
  }

  /** What tells one run of a body from any other. */
  private String run(String atom) {
    ModelAtom at = model.at(atom);
    return String.join(" ", atom, "" + at.state, "" + at.attempts, "" + life);
  }

  synchronized void take(FlowWrite write) {
    Map<String, AtomRecord> rows = new LinkedHashMap<>();
    write.put().forEach(row -> rows.put(row.name().toString(), row));
    List<String> ended = ended(rows);
    for (String atom : ended) {
      if (model.hasBody(atom) && !entered.contains(run(atom))) {
        wrong.accept(atom + " ended without having run: " + model.line(atom));
      }
    }
    ReferenceModel next = follow(rows, ended);
    if (next == null) {
      wrong.accept(
          "a write of "
              + rows.values().stream().map(ModelAtom::line).toList()
              + " does not follow from "
              + model.names().stream().map(model::line).toList());
      return;
    }
    model = next;
    FlowState state = write.head().state();
    boolean isAtEnd =
        state == FlowState.SUCCESS || state == FlowState.REVERTED || state == FlowState.FAILURE;
    if (isAtEnd && !(model.isOver() && state == model.end())) {
      wrong.accept("it is not at its end " + state);
    }
  }

  /** Which of the bodies that run have ended, those that fail last. */
  private List<String> ended(Map<String, AtomRecord> rows) {
    List<String> ended = new ArrayList<>();
    for (Map.Entry<String, AtomRecord> row : rows.entrySet()) {
      ModelAtom atom = model.at(row.getKey());
      boolean isStill =
          atom.state == row.getValue().state()
              && atom.attempts == row.getValue().execution().attempts();
      if (atom.active && !isStill) {
        ended.add(model.fails(row.getKey()) ? ended.size() : 0, row.getKey());
      }
    }
    return ended;
  }

  /** The model after the write; null if it cannot get there. Only the order of failures matters. */
  private @Nullable ReferenceModel follow(Map<String, AtomRecord> rows, List<String> ended) {
    List<String> failures = ended.stream().filter(model::fails).toList();
    List<String> others = ended.stream().filter(atom -> !model.fails(atom)).toList();
    for (List<String> order : orders(failures)) {
      ReferenceModel copy = model.copy();
      others.forEach(copy::end);
      order.forEach(copy::end);
      begin(copy, rows);
      if (isAt(copy, rows)) {
        return copy;
      }
    }
    return null;
  }

  private static List<List<String>> orders(List<String> atoms) {
    if (atoms.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> orders = new ArrayList<>();
    for (String first : atoms) {
      List<String> rest = new ArrayList<>(atoms);
      rest.remove(first);
      for (List<String> order : orders(rest)) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(order);
        orders.add(all);
      }
    }
    return orders;
  }

  private boolean isAt(ReferenceModel copy, Map<String, AtomRecord> rows) {
    return copy.names().stream()
        .allMatch(
            atom -> {
              AtomRecord row = rows.get(atom);
              return copy.line(atom).equals(row == null ? model.line(atom) : ModelAtom.line(row));
            });
  }

  /** Begins whatever the write has begun, as far as it may. */
  private static void begin(ReferenceModel copy, Map<String, AtomRecord> rows) {
    for (String atom : rows.keySet()) {
      if (copy.isInDoubt(atom)) {
        copy.beginAgain(atom);
      }
    }
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Map.Entry<String, AtomRecord> row : rows.entrySet()) {
        String atom = row.getKey();
        boolean isThere = copy.line(atom).equals(ModelAtom.line(row.getValue()));
        boolean silent = copy.mayRevert(atom) && copy.revertsAtOnce(atom);
        if (!isThere && (copy.mayExecute(atom) || copy.mayRevert(atom) || copy.mayRetry(atom))) {
          copy.begin(atom);
          if (silent) {
            copy.end(atom);
          }
          moved = true;
        }
      }
    }
  }
}
