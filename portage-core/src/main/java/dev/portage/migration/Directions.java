package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.engine.Undoing;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.shape.Precedence;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.Wiring;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which way the atoms of a flow go while it is rewritten. A flow may revert as a whole, or only
 * what stands behind a retry, for good or for the next attempt; the rest goes forward meanwhile.
 * What stored atoms do is asked of the shape that they are stored in, what new ones will do of the
 * target. Used by one thread.
 */
final class Directions {
  private final FlowRecord stored;
  private final Target target;
  private final Rewriting work;
  private @Nullable Precedence before;
  private Undoing was = Undoing.NONE;
  private @Nullable Undoing will;

  /** Where an atom goes. */
  enum Way {
    FORWARD,
    /** It is reverted, if there is anything to revert, and that is its end. */
    BACK,
    /** It is reverted, and runs when the retry before it begins its next attempt. */
    AGAIN
  }

  Directions(FlowRecord stored, Target target, Rewriting work) {
    this.stored = stored;
    this.target = target;
    this.work = work;
    if (isAnythingUndone()) {
      judgeStored();
    }
  }

  private boolean isAnythingUndone() {
    return work.rows().values().stream().anyMatch(Directions::isBeingUndone);
  }

  private static boolean isBeingUndone(AtomRecord row) {
    return row.intention() == Intention.REVERT
        || row.intention() == Intention.RETRY
        || row.state() == AtomState.REVERTING
        || row.state() == AtomState.RETRYING;
  }

  private void judgeStored() {
    was = Undoing.of(before(), node -> present(before().atom(node)));
  }

  /** What runs before what in the stored shape. */
  Precedence before() {
    Precedence known = before;
    if (known == null) {
      known =
          stored.shape().equals(target.shape())
              ? target.wiring().precedence()
              : Wiring.of(stored.shape()).precedence();
      before = known;
    }
    return known;
  }

  /** What is undone, by the stored shape. */
  Undoing was() {
    return was;
  }

  /** The row of an atom of the stored shape, whatever it is called by now. */
  private AtomRecord present(ShapeAtom old) {
    return work.descent().now(old.name()).stream()
        .map(work::rows)
        .filter(rows -> !rows.isEmpty())
        .findFirst()
        .map(Directions::telling)
        .orElseGet(() -> AtomRecord.untouched(AtomName.of(old.name()), old.kind()));
  }

  /** Of the rows of a fan-out one that is undone, if there is any; else that of its head. */
  private static AtomRecord telling(List<AtomRecord> rows) {
    return rows.stream().filter(Directions::isBeingUndone).findFirst().orElse(rows.get(0));
  }

  /** What is undone, by the target; to be asked when every move has been made. */
  private Undoing will() {
    Undoing known = will;
    if (known == null) {
      known = isAnythingUndone() ? judgeTarget() : Undoing.NONE;
      will = known;
    }
    return known;
  }

  private Undoing judgeTarget() {
    Precedence order = target.wiring().precedence();
    return Undoing.of(
        order,
        node -> {
          ShapeAtom atom = order.atom(node);
          List<AtomRecord> rows = work.rows(atom.name());
          return rows.isEmpty()
              ? AtomRecord.untouched(AtomName.of(atom.name()), atom.kind())
              : telling(rows);
        });
  }

  /** Where an atom of the target goes; to be asked when every move has been made. */
  Way way(String atom) {
    boolean isBare = UncheckedLint.isBare(stored.shape()); // then only the target tells of parts
    if ((was.isAll() && !isBare) || will().isAll()) {
      return Way.BACK;
    }
    if (will() == Undoing.NONE) {
      return Way.FORWARD;
    }
    int node = target.wiring().precedence().node(atom);
    if (will().runsAgain(node)) {
      return Way.AGAIN;
    }
    return will().isUndone(node) ? Way.BACK : Way.FORWARD;
  }

  /** Whether an atom that was stored is undone; it may have been renamed since. */
  boolean isUndone(AtomName atom) {
    int node = node(atom);
    return node < 0 ? was.isAll() : was.isUndone(node);
  }

  /** -1 if it was not stored. */
  private int node(AtomName atom) {
    String origin = work.descent().origin(atom.template());
    return origin != null && stored.shape().atoms().has(origin) ? before().node(origin) : -1;
  }

  /** What these failed atoms have sent back goes forward again, where nothing was undone yet. */
  void turnForward(Set<AtomName> resets) {
    for (AtomName atom : resets) {
      if (isUndone(atom) && isNothingUndoneBut(resets, part(atom))) {
        turnForward(part(atom));
      }
    }
  }

  /** Whether nothing else in that part has failed, or is undone yet. */
  private boolean isNothingUndoneBut(Set<AtomName> resets, BitSet part) {
    return work.rows().values().stream()
        .filter(row -> !resets.contains(row.name()) && isIn(part, row.name()))
        .noneMatch(
            row ->
                switch (row.state()) {
                  case FAILURE, REVERTING, REVERTED, REVERT_FAILURE -> true;
                  default -> false;
                });
  }

  private void turnForward(BitSet part) {
    for (AtomRecord row : List.copyOf(work.rows().values())) {
      boolean turned = row.intention() == Intention.REVERT || row.intention() == Intention.RETRY;
      if (turned && isIn(part, row.name())) {
        work.put(forward(row));
      }
    }
    judgeStored();
  }

  /** A retry that has given up says so with a failure of its own. */
  private static AtomRecord forward(AtomRecord row) {
    AtomRecord turned = row.intending(Intention.EXECUTE);
    return row.state() == AtomState.SUCCESS ? turned.with(row.execution().failing(null)) : turned;
  }

  private boolean isIn(BitSet part, AtomName atom) {
    int node = node(atom);
    return node < 0 ? was.isAll() : part.get(node);
  }

  /** The flow, or the first retry that undoes this atom with all that stands behind it. */
  private BitSet part(AtomName atom) {
    BitSet part = new BitSet();
    if (was.isAll()) {
      part.set(0, before().atomCount());
      return part;
    }
    int node = node(atom);
    for (int retry : was.retries()) {
      part = before().after(retry);
      part.set(retry);
      if (node >= 0 && part.get(node)) {
        return part;
      }
    }
    return new BitSet();
  }
}
