package dev.portage.engine;

import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import java.util.stream.IntStream;

/** The atoms of one fan-out among the {@link Cells}: their numbers are given in a row. */
final class Items {
  static final int[] NONE = {};

  private final FanOutKeys keys;
  private final int first;
  private int undone;
  private int unclear;

  Items(FanOutKeys keys, int first) {
    this.keys = keys;
    this.first = first;
  }

  FanOutKeys keys() {
    return keys;
  }

  /** Whether it is known which atoms there are. */
  boolean areFixed() {
    return keys.keys() != null;
  }

  int[] cells() {
    return keys.keys() == null
        ? NONE
        : IntStream.range(first, first + keys.keys().size()).toArray();
  }

  /** Takes a row into account, or with -1 no longer. */
  void count(AtomRecord row, int sign) {
    undone += Cells.isPassed(row) ? 0 : sign;
    unclear += Cells.isClear(row.state()) ? 0 : sign;
  }

  /** Whether each is done. */
  boolean areDone() {
    return areFixed() && undone == 0;
  }

  /** Whether none has anything to be reverted. */
  boolean areClear() {
    return unclear == 0;
  }
}
