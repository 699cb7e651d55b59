package dev.portage.benchmarks;

import dev.portage.benchmarks.BesideFleet.Round;
import dev.portage.benchmarks.Figure.Amount;
import dev.portage.benchmarks.Figure.Bar;
import dev.portage.fleet.FleetOptions;
import dev.portage.migration.OutputMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What users notice of a fleet run with a rate: flows of ten tasks by 32 callers, flat out, beside
 * a run that carries orders over which nobody drives; before it and after it, without.
 */
final class FleetThroughput implements Benchmark {
  /** What somebody in charge might ask for: a million flows in little more than half an hour. */
  private static final int RATE = 500;

  private static final double LEAST_OF_USUAL = 0.8;
  private static final double LEAST_OF_RATE = 0.8;
  private static final int ROUNDS_PART = 5;
  private static final int WINDOW_PART = 2_500;

  /**
   * Where a run happens.
   *
   * @param isApart whether it has a store of its own, as {@code portage migrate} has
   * @param map what becomes of a value
   */
  private record Setting(String name, Databases.Kind kind, boolean isApart, OutputMap map) {}

  private static final List<Setting> SETTINGS =
      List.of(
          setting("PostgreSQL", Databases::postgres, true, OutputMap.SAME),
          setting("PostgreSQL", Databases::postgres, true, OrderFleet.IN_CENTS),
          setting("SQLite", Databases::sqlite, true, OutputMap.SAME),
          setting("SQLite", Databases::sqlite, true, OrderFleet.IN_CENTS),
          setting("SQLite", Databases::sqlite, false, OutputMap.SAME),
          setting("SQLite", Databases::sqlite, false, OrderFleet.IN_CENTS));

  private static Setting setting(
      String database, Databases.Kind kind, boolean isApart, OutputMap map) {
    String name =
        database
            + (isApart ? ", a run apart, " : ", a run in the engine's store, ")
            + (map == OutputMap.SAME ? "declarative" : "functions");
    return new Setting(name, kind, isApart, map);
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    Duration window = Duration.ofSeconds(1).multipliedBy(size.tasks()).dividedBy(WINDOW_PART);
    int rounds = Math.max(1, size.rounds() / ROUNDS_PART);
    List<Figure> figures = new ArrayList<>();
    for (Setting setting : SETTINGS) {
      figures.addAll(figures(setting.name(), measure(setting, window, rounds)));
    }
    return figures;
  }

  /** After one round that warms up. */
  private static List<Round> measure(Setting setting, Duration window, int rounds)
      throws Exception {
    long most = 2 * RATE * (1 + (rounds + 1) * window.toMillis() / 1_000); // never all of them
    FleetOptions options = FleetOptions.defaults().withRate(RATE);
    List<Round> measured = new ArrayList<>();
    try (Databases database = setting.kind().start();
        BesideFleet users =
            BesideFleet.open(
                new OrderFleet(database, (int) most, setting.map()), setting.isApart())) {
      users.round(window, options);
      for (int round = 0; round < rounds; round++) {
        measured.add(users.round(window, options));
      }
    }
    return measured;
  }

  private static List<Figure> figures(String setting, List<Round> rounds) {
    String name = setting + ", " + RATE + " flows/s: ";
    Amount carried = amount("carried over by the run", rounds, Round::carried);
    return List.of(
        new Figure(
            name + "users' speed beside the usual",
            amount("users, beside the run", rounds, Round::beside),
            amount("users, before and after", rounds, Round::usual),
            samples(rounds, Round::part).median(),
            Bar.atLeast(LEAST_OF_USUAL)),
        Figure.of(
            name + "its speed beside the rate",
            carried,
            new Amount("asked for", RATE, "flows/s", 0),
            Bar.atLeast(LEAST_OF_RATE)));
  }

  private static Amount amount(String what, List<Round> rounds, ToDoubleFunction<Round> speed) {
    return Amount.of(what, samples(rounds, speed), 1, "flows/s");
  }

  private static Samples samples(List<Round> rounds, ToDoubleFunction<Round> speed) {
    return new Samples(rounds.stream().mapToDouble(speed).toArray());
  }
}
