package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.TaskContext;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowWrite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One flow beside its model, which follows each write. Thread-safe. */
final class WatchedFlow {
  /** A write: the rows that it put, and those that it took away. */
  private record Written(Map<String, AtomRecord> put, Set<String> gone) {
    static Written by(FlowWrite write) {
      Map<String, AtomRecord> put = new LinkedHashMap<>();
      write.put().forEach(row -> put.put(row.name().toString(), row));
      Set<String> gone = new HashSet<>();
      write.delete().forEach(name -> gone.add(name.toString()));
      return new Written(put, gone);
    }

    Set<String> names() {
      Set<String> names = new LinkedHashSet<>(put.keySet());
      names.addAll(gone);
      return names;
    }

    boolean isIn(String name, AtomState state, int attempts) {
      AtomRecord row = put.get(name);
      return row != null && row.state() == state && row.execution().attempts() == attempts;
    }

    @Override
    public String toString() {
      return put.values().stream().map(ModelAtom::line).toList() + ", without " + gone;
    }
  }

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
    ModelAtom atom = model.flow().at(context.task());
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

  private static String line(ReferenceModel model, String atom) {
    return model.flow().at(atom).line(atom);
  }

  private String stored(String atom) {
    return line(model, atom) + (model.flow().at(atom).again ? " again" : "");
  }

  /** What tells one run of a body from any other. */
  private String run(String atom) {
    ModelAtom at = model.flow().at(atom);
    return String.join(" ", atom, "" + at.state, "" + at.attempts, "" + life);
  }

  synchronized void take(FlowWrite write) {
    Written rows = Written.by(write);
    List<String> ended = ended(rows);
    for (String atom : ended) {
      boolean isStarved = model.flow().at(atom).state == AtomState.RUNNING && model.isStarved(atom);
      if (model.hasBody(atom) && !isStarved && !entered.contains(run(atom))) {
        wrong.accept(atom + " ended without having run: " + line(model, atom));
      }
    }
    ReferenceModel next = follow(rows, ended);
    if (next == null) {
      wrong.accept(
          "a write of "
              + rows
              + " does not follow from "
              + model.flow().names().stream().map(atom -> line(model, atom)).toList());
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

  /** Which of the bodies that run have ended. */
  private List<String> ended(Written rows) {
    List<String> ended = new ArrayList<>();
    for (String name : rows.names()) {
      if (model.flow().has(name) && model.flow().at(name).active) {
        ModelAtom atom = model.flow().at(name);
        if (!rows.isIn(name, atom.state, atom.attempts)) {
          ended.add(name);
        }
      }
    }
    return ended;
  }

  /** The model after the write; null if it cannot get there. */
  private @Nullable ReferenceModel follow(Written rows, List<String> ended) {
    List<String> first = ended.stream().filter(atom -> !isTelling(atom)).toList();
    List<String> last = ended.stream().filter(this::isTelling).toList();
    for (List<String> order : orders(last)) {
      ReferenceModel copy = model.copy();
      first.forEach(copy::end);
      order.forEach(copy::end);
      beginAgain(copy, rows);
      ReferenceModel after = settle(copy, rows);
      if (after != null) {
        return after;
      }
    }
    return null;
  }

  /** Whether it matters when a body ends: a failure reverts others, a list has keys or never. */
  private boolean isTelling(String atom) {
    return model.fails(atom) || !model.flow().spreadOver(atom).isEmpty();
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

  /** Whether each atom is as the write says, or as it was; an atom that is new has no row yet. */
  private boolean isAt(ReferenceModel copy, Written rows) {
    List<String> names = copy.flow().names();
    List<String> left = new ArrayList<>(model.flow().names());
    left.removeAll(names);
    if (!names.containsAll(rows.put().keySet())
        || !rows.gone().containsAll(left)
        || names.stream().anyMatch(rows.gone()::contains)) {
      return false;
    }
    for (String atom : names) {
      AtomRecord row = rows.put().get(atom);
      String wanted = row == null ? unwritten(copy, atom) : ModelAtom.line(row);
      if (!line(copy, atom).equals(wanted)) {
        return false;
      }
    }
    return true;
  }

  private String unwritten(ReferenceModel copy, String atom) {
    if (model.flow().has(atom)) {
      return line(model, atom);
    }
    ModelAtom fresh = new ModelAtom();
    fresh.attempts = copy.flow().at(copy.flow().head(atom)).spent;
    return fresh.line(atom);
  }

  private static void beginAgain(ReferenceModel copy, Written rows) {
    for (String atom : rows.names()) {
      if (copy.flow().has(atom) && copy.isInDoubt(atom)) {
        copy.beginAgain(atom);
      }
    }
  }

  /** Begins what the write has begun. Fan-outs that fail, or leave no trace, come last. */
  private @Nullable ReferenceModel settle(ReferenceModel copy, Written rows) {
    String next = quiet(copy, rows);
    while (next != null) {
      move(copy, next);
      next = quiet(copy, rows);
    }
    if (isAt(copy, rows)) {
      return copy;
    }
    for (String atom : rows.names()) {
      boolean mayPass = copy.flow().has(atom) && copy.mayExecute(atom) && copy.isSilent(atom);
      if (mayPass || isToMove(copy, atom, rows)) {
        ReferenceModel lost = copy.copy();
        move(lost, atom);
        ReferenceModel after = settle(lost, rows);
        if (after != null) {
          return after;
        }
      }
    }
    return null;
  }

  /** What the write has begun without failing it: bodies first, for others may be left out. */
  private static @Nullable String quiet(ReferenceModel copy, Written rows) {
    String quiet = null;
    for (String atom : rows.names()) {
      if (isToMove(copy, atom, rows) && !(copy.mayExecute(atom) && copy.isSilent(atom))) {
        if (!copy.isSilent(atom)) {
          return atom;
        }
        quiet = atom;
      }
    }
    return quiet;
  }

  private static boolean isToMove(ReferenceModel copy, String atom, Written rows) {
    if (!copy.flow().has(atom)) {
      return false;
    }
    AtomRecord row = rows.put().get(atom);
    if (row == null) {
      return copy.mayRevert(atom) && copy.isSilent(atom);
    }
    if (line(copy, atom).equals(ModelAtom.line(row))) {
      return false;
    }
    boolean hasBegun =
        row.state() != AtomState.PENDING
            || row.execution().attempts() > copy.flow().at(atom).attempts
            || (copy.isToLearnKeys(atom) && FanOutKeys.of(row).keys() != null);
    return copy.mayRevert(atom) || copy.mayRetry(atom) || (copy.mayExecute(atom) && hasBegun);
  }

  private static void move(ReferenceModel copy, String atom) {
    if (copy.isSilent(atom)) {
      copy.take(atom);
    } else {
      copy.begin(atom);
    }
  }
}
