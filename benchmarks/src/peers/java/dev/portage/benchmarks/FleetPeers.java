package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import dev.portage.benchmarks.Figure.Bar;
import dev.portage.migration.OutputMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Orders that are under way when a release comes, on one PostgreSQL server: how many Portage
 * carries over in a second, beside engines that know migration. Each has a database of its own and
 * is at its best; all have the same release, as far as they have words for it.
 */
final class FleetPeers implements Benchmark {
  private static final Bar DECLARATIVE = Bar.atLeast(30);
  private static final Bar FUNCTIONS = Bar.atLeast(10);
  private static final int ROUNDS_PART = 5;
  private static final double NANOS = 1e9;

  @Override
  @SuppressWarnings("SystemOut")
  public List<Figure> run(Size size) throws Exception {
    try (Server server = Server.start();
        Field field = Field.open(server)) {
      System.err.println(server.words());
      Rounds rounds = new Rounds();
      for (FleetPeer peer : field.peers()) {
        System.err.println(peer.name() + ": " + peer.setup());
        rounds.add(peer.name(), () -> timed(peer, size.tasks()));
      }
      Map<String, Samples> took = rounds.run(Math.max(1, size.rounds() / ROUNDS_PART));
      return figures(
          field.peers().stream().map(peer -> speed(peer, took, size.tasks())).toList(),
          size.tasks());
    }
  }

  /** Who takes part: Portage without a map and with one, then the others. */
  private record Field(List<FleetPeer> peers) implements AutoCloseable {
    static Field open(Server server) throws Exception {
      Field field = new Field(new ArrayList<>());
      try {
        field.peers.add(
            PortageFleet.of("declarative", OutputMap.SAME, server.create("declarative")));
        field.peers.add(
            PortageFleet.of("functions", OrderFleet.IN_CENTS, server.create("functions")));
        for (CamundaFleet.Way way : CamundaFleet.Way.values()) {
          Server.Database database =
              server.create("camunda_" + way.name().toLowerCase(Locale.ROOT));
          field.peers.add(new BpmnFleet(new CamundaFleet(way, database), database));
        }
        Server.Database database = server.create("flowable");
        field.peers.add(new BpmnFleet(new FlowableFleet(database), database));
        return field;
      } catch (Exception e) {
        field.close(); // or their threads would be left behind
        throw e;
      }
    }

    @Override
    public void close() {
      peers.forEach(FleetPeer::close);
    }
  }

  @SuppressWarnings("SystemOut")
  private static long timed(FleetPeer peer, int orders) throws Exception {
    peer.fill(orders);
    long nanos = Rounds.time(() -> peer.migrate(orders));
    peer.verify(orders);
    System.err.println(peer.name() + ": " + Report.brief(orders * NANOS / nanos) + " flows/s");
    return nanos;
  }

  private static Amount speed(FleetPeer peer, Map<String, Samples> took, int orders) {
    Samples samples = took.getOrDefault(peer.name(), new Samples(0));
    return new Amount(peer.name(), orders * NANOS / samples.median(), "flows/s", samples.spread());
  }

  private static List<Figure> figures(List<Amount> speeds, int orders) {
    List<Figure> figures = new ArrayList<>();
    figures.addAll(figures(speeds.get(0), speeds.subList(2, speeds.size()), orders, DECLARATIVE));
    figures.addAll(figures(speeds.get(1), speeds.subList(2, speeds.size()), orders, FUNCTIONS));
    return figures;
  }

  /** The bar is that beside the best of the others, which comes first. */
  private static List<Figure> figures(Amount own, List<Amount> others, int orders, Bar bar) {
    List<Figure> figures = new ArrayList<>();
    for (Amount other :
        others.stream().sorted(Comparator.comparingDouble(Amount::number).reversed()).toList()) {
      String name =
          String.format(
              Locale.ROOT,
              "%s, %,d flows of five tasks: speed beside %s",
              own.what(),
              orders,
              other.what());
      figures.add(Figure.of(name, own, other, figures.isEmpty() ? bar : null));
    }
    return figures;
  }
}
