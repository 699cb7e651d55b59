package dev.portage.engine;

import java.util.Arrays;

/**
 * Which numbers are in a set that changes with every event. Unlike a {@link java.util.BitSet} it
 * never looks at its other numbers for that. Not thread-safe.
 */
final class Flags {
  private boolean[] set = {};

  boolean get(int number) {
    return number < set.length && set[number];
  }

  void put(int number, boolean in) {
    if (number >= set.length) {
      set = Arrays.copyOf(set, Math.max(number + 1, set.length * 2));
    }
    set[number] = in;
  }
}
