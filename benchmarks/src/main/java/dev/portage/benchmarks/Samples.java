package dev.portage.benchmarks;

import java.util.Arrays;

/** What one thing took in each round, in nanoseconds. */
final class Samples {
  private final double[] sorted;

  Samples(double... taken) {
    this.sorted = taken.clone();
    Arrays.sort(sorted);
  }

  double median() {
    return at(0.5);
  }

  /** The distance between the quartiles, as a part of the median. */
  double spread() {
    return (at(0.75) - at(0.25)) / median();
  }

  private double at(double part) {
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
