package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import dev.portage.benchmarks.Figure.Bar;
import dev.portage.fleet.FleetOptions;
import dev.portage.migration.OutputMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What it takes to carry flows over that are in flight, beside code that was written by hand for
 * this one release and does the same to the same rows, journal included. Each is done to a store
 * that was filled for it alone.
 */
final class FleetSpeed implements Benchmark {
  private static final double LEAST_OF_LIMIT = 0.5;
  private static final int FLOWS_PER_TASK = 10;
  private static final int ROUNDS_PART = 8;

  private final OutputMap map;
  private final ByHandKind byHand;
  private final List<Place> places;
  private final int more;

  /** Code that was written by hand. */
  interface ByHandKind {
    void migrate(OrderFleet fleet) throws Exception;
  }

  /** A kind of database by name. */
  record Place(String name, Databases.Kind kind) {}

  private FleetSpeed(OutputMap map, ByHandKind byHand, List<Place> places, int more) {
    this.map = map;
    this.byHand = byHand;
    this.places = places;
    this.more = more;
  }

  private static final Place SQLITE = new Place("SQLite", Databases::sqlite);
  private static final Place POSTGRES = new Place("PostgreSQL", Databases::postgres);

  /** A release without maps, on a hundred thousand flows. */
  static FleetSpeed declarative() {
    return new FleetSpeed(
        OutputMap.SAME, FleetSpeed::declarativeByHand, List.of(SQLITE, POSTGRES), 1);
  }

  /** The same on a million flows, once. */
  static FleetSpeed million() {
    return new FleetSpeed(OutputMap.SAME, FleetSpeed::declarativeByHand, List.of(POSTGRES), 10);
  }

  /** A release with a map of values, on a hundred thousand flows. */
  static FleetSpeed functions() {
    return new FleetSpeed(
        OrderFleet.IN_CENTS, FleetMappedByHand::migrate, List.of(SQLITE, POSTGRES), 1);
  }

  private static void declarativeByHand(OrderFleet fleet) throws Exception {
    try (FleetByHand byHand = FleetByHand.open(fleet)) {
      byHand.migrate();
    }
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (Place place : places) {
      try (Databases database = place.kind().start()) {
        int flows = size.tasks() * FLOWS_PER_TASK * more;
        figures.add(figure(place.name(), new OrderFleet(database, flows, map), size.rounds()));
      }
    }
    return figures;
  }

  private Figure figure(String place, OrderFleet fleet, int rounds) throws Exception {
    Map<String, Samples> took = measure(fleet, rounds);
    Amount own = amount("Portage", took, fleet);
    Amount limit = amount("by hand", took, fleet);
    String name =
        String.format(
            Locale.ROOT,
            "%s, %,d flows of five tasks: speed beside SQL by hand",
            place,
            fleet.flows());
    return new Figure(name, own, limit, limit.number() / own.number(), Bar.atLeast(LEAST_OF_LIMIT));
  }

  /** Many are measured once, after a part of them has warmed both up. */
  private Map<String, Samples> measure(OrderFleet fleet, int rounds) throws Exception {
    if (more == 1) {
      return rounds(fleet).run(Math.max(1, rounds / ROUNDS_PART));
    }
    rounds(new OrderFleet(fleet.database(), fleet.flows() / more, map)).run(1);
    return rounds(fleet).run(0, 1);
  }

  private Rounds rounds(OrderFleet fleet) {
    return new Rounds()
        .add("Portage", () -> timed(fleet, () -> fleet.migrate(FleetOptions.defaults())))
        .add("by hand", () -> timed(fleet, () -> byHand.migrate(fleet)));
  }

  private static long timed(OrderFleet fleet, Rounds.Work work) throws Exception {
    fleet.fill();
    long nanos = Rounds.time(work);
    fleet.verify();
    return nanos;
  }

  private static Amount amount(String who, Map<String, Samples> took, OrderFleet fleet) {
    Samples samples = took.getOrDefault(who, new Samples(0));
    return Amount.of(who, samples, fleet.flows() * 1e3, "us/flow");
  }
}
