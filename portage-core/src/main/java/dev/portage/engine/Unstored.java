package dev.portage.engine;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.store.AtomRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has happened in a run since the last write. Not thread-safe. */
final class Unstored {
  /** A change of state of one atom. */
  record Step(AtomRecord row, AtomState from, @Nullable Instant since, Instant at) {}

  private final Cells cells;
  private final Flags dirty = new Flags();
  private int[] dirtyCells = new int[16];
  private int dirtyCount;
  private final List<Step> steps = new ArrayList<>();
  private final List<AtomName> gone = new ArrayList<>();
  private @Nullable Instant[] since = new Instant[0];

  Unstored(Cells cells) {
    this.cells = cells;
  }

  /** The row of this number is another. */
  void changed(int cell) {
    if (!dirty.get(cell)) {
      dirty.put(cell, true);
      if (dirtyCount == dirtyCells.length) {
        dirtyCells = Arrays.copyOf(dirtyCells, 2 * dirtyCount);
      }
      dirtyCells[dirtyCount++] = cell;
    }
  }

  /** It is about to get this row, whose state is another. */
  void step(int cell, AtomRecord row, Instant now) {
    AtomRecord was = cells.row(cell);
    if (cell >= since.length) {
      since = Arrays.copyOf(since, Math.max(cell + 1, since.length * 2));
    }
    Instant from = since[cell];
    Instant began = from == null ? was.execution().times().began() : from;
    steps.add(new Step(row, was.state(), began, now));
    since[cell] = now;
  }

  /** A row of this name must not be stored any more. */
  void gone(AtomName name) {
    gone.add(name);
  }

  /** Whether there is a row to be written. */
  boolean isAny() {
    return dirtyCount > 0;
  }

  /** The rows that have changed since the last call. */
  List<AtomRecord> drainRows() {
    List<AtomRecord> changed = new ArrayList<>(dirtyCount);
    Arrays.sort(dirtyCells, 0, dirtyCount);
    for (int i = 0; i < dirtyCount; i++) {
      dirty.put(dirtyCells[i], false);
      if (!cells.isGone(dirtyCells[i])) {
        changed.add(cells.row(dirtyCells[i]));
      }
    }
    dirtyCount = 0;
    return changed;
  }

  /** The names of rows to be removed, before others are put, since the last call. */
  List<AtomName> drainGone() {
    List<AtomName> names = List.copyOf(gone);
    gone.clear();
    return names;
  }

  /** What has happened since the last call, in order. */
  List<Step> drainSteps() {
    List<Step> happened = List.copyOf(steps);
    steps.clear();
    return happened;
  }
}
