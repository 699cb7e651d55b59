package dev.portage.benchmarks;

import java.util.Map;

/**
 * Benchmarks that are built by a profile only, since they need what an ordinary build should not
 * have to download; found by {@link java.util.ServiceLoader}.
 */
interface MoreBenchmarks {
  /** Each by its name. */
  Map<String, Benchmark> all();
}
