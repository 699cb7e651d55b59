package dev.portage.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * What was measured, and beside it what bounds it.
 *
 * @param name what it is
 * @param value what was measured
 * @param limit what it is compared with, measured in the same run; null if it is a figure alone
 * @param ratio of the two
 * @param bar what the ratio has to be; null if nothing is asked of it
 */
record Figure(String name, Amount value, @Nullable Amount limit, double ratio, @Nullable Bar bar) {
  /**
   * A measured number.
   *
   * @param what it is of
   * @param number its size
   * @param unit such as {@code us/task}
   * @param spread the distance between the quartiles of the rounds, as a part of the number
   */
  record Amount(String what, double number, String unit, double spread) {
    static Amount of(String what, Samples samples, double divisor, String unit) {
      return new Amount(what, samples.median() / divisor, unit, samples.spread());
    }
  }

  /** What a ratio has to be. */
  record Bar(Kind kind, double bound) {
    enum Kind {
      AT_MOST,
      AT_LEAST
    }

    static Bar atMost(double bound) {
      return new Bar(Kind.AT_MOST, bound);
    }

    static Bar atLeast(double bound) {
      return new Bar(Kind.AT_LEAST, bound);
    }

    boolean isMetBy(double ratio) {
      return kind == Kind.AT_MOST ? ratio <= bound : ratio >= bound;
    }

    String words() {
      return (kind == Kind.AT_MOST ? "at most " : "at least ") + Report.brief(bound);
    }
  }

  /** A figure whose ratio is value / limit. */
  static Figure of(String name, Amount value, Amount limit, @Nullable Bar bar) {
    return new Figure(name, value, limit, value.number() / limit.number(), bar);
  }

  /** A figure whose ratio is given. */
  static Figure of(String name, Amount value, double ratio, @Nullable Bar bar) {
    return new Figure(name, value, null, ratio, bar);
  }

  /** Whether it is as it has to be. */
  boolean isMet() {
    return bar == null || bar.isMetBy(ratio);
  }
}
