package dev.portage.benchmarks;

import java.util.List;

/** Something to be measured. */
interface Benchmark {
  /** Measures it; may take minutes, and leaves nothing behind. */
  List<Figure> run(Size size) throws Exception;

  /**
   * How much to measure.
   *
   * @param tasks in the largest flow
   * @param rounds how often each thing is measured; the first fifth is not counted
   */
  record Size(int tasks, int rounds) {
    /** What the bars are about. */
    static final Size FULL =
        new Size(
            Integer.getInteger("benchmark.tasks", 10_000),
            Integer.getInteger("benchmark.rounds", 25));

    /** Shows only that the benchmark runs. */
    static final Size TINY = new Size(40, 2);
  }
}
