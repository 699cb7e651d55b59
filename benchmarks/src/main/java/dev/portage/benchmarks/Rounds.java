package dev.portage.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures several things side by side: each round runs every one of them once, in turns from
 * another start, so that whatever happens to the machine happens to all. The first rounds warm up
 * and are not counted.
 */
final class Rounds {
  /** Something that says itself how long it took, so that it can prepare and tidy up uncounted. */
  interface Subject {
    /** Runs it once; nanoseconds. */
    long nanos() throws Exception;
  }

  /** Something that is measured from its start to its end. */
  interface Work {
    void run() throws Exception;
  }

  private static final int WARM_UP_PART = 5;

  private final Map<String, Subject> subjects = new LinkedHashMap<>();

  /** Adds something to measure. */
  Rounds add(String name, Subject subject) {
    subjects.put(name, subject);
    return this;
  }

  /** Nanoseconds that some work takes. */
  static long time(Work work) throws Exception {
    long began = System.nanoTime();
    work.run();
    return System.nanoTime() - began;
  }

  /** What each took, by name. */
  Map<String, Samples> run(int rounds) throws Exception {
    return run(Math.max(1, rounds / WARM_UP_PART), rounds);
  }

  /** The same with so many rounds that warm up. */
  Map<String, Samples> run(int warmUp, int rounds) throws Exception {
    String[] names = subjects.keySet().toArray(String[]::new);
    double[][] taken = new double[names.length][rounds];
    for (int round = -warmUp; round < rounds; round++) {
      for (int turn = 0; turn < names.length; turn++) {
        int subject = Math.floorMod(round + turn, names.length);
        long nanos = subjects.getOrDefault(names[subject], () -> 0).nanos();
        if (round >= 0) {
          taken[subject][round] = nanos;
        }
      }
    }
    Map<String, Samples> samples = new LinkedHashMap<>();
    for (int subject = 0; subject < names.length; subject++) {
      samples.put(names[subject], new Samples(taken[subject]));
    }
    return samples;
  }
}
