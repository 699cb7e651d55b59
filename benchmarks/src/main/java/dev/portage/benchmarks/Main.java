package dev.portage.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Runs one benchmark by its name and prints what it found. */
public final class Main {
  private static final int OK = 0;
  private static final int MISSED = 1;
  private static final int WRONG_USE = 2;

  private Main() {}

  /** Every benchmark by name. */
  static Map<String, Benchmark> all() {
    Map<String, Benchmark> all =
        new TreeMap<>(
            Map.of(
                "census", new CensusTime(),
                "fleet-declarative", FleetSpeed.declarative(),
                "fleet-million", FleetSpeed.million(),
                "fleet-functions", FleetSpeed.functions(),
                "fleet-throughput", new FleetThroughput()));
    all.putAll(
        Map.of(
            "engine-memory", new EngineMemory(),
            "engine-resume", new EngineResume(),
            "engine-sqlite", new EngineOnStore(Databases::sqlite),
            "engine-postgres", new EngineOnStore(Databases::postgres),
            "engine-mariadb", new EngineOnStore(Databases::mariadb),
            "store-growth", new StoreGrowth(),
            "activation", new Activation(),
            "memory", new RunMemory(),
            "lint", new LintTime(),
            "plan", new PlanGrowth()));
    ServiceLoader.load(MoreBenchmarks.class).forEach(more -> all.putAll(more.all()));
    return all;
  }

  /** Takes {@code NAME [-o json]}; ends with 1 if a bar was missed, 2 if it was called wrongly. */
  @SuppressWarnings("SystemOut")
  public static void main(String... args) throws Exception {
    List<String> words = Arrays.asList(args);
    boolean json = words.size() == 3 && words.subList(1, 3).equals(List.of("-o", "json"));
    Benchmark benchmark = words.isEmpty() ? null : all().get(words.get(0));
    if (benchmark == null || !(json || words.size() == 1)) {
      System.err.println("usage: ./benchmarks/run NAME [-o json], NAME one of " + all().keySet());
      System.exit(WRONG_USE);
      return;
    }
    Report report = new Report(words.get(0), Machine.here(), benchmark.run(Benchmark.Size.FULL));
    System.out.print(json ? report.json() : report.text());
    System.exit(report.figures().stream().allMatch(Figure::isMet) ? OK : MISSED);
  }
}
