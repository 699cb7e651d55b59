package dev.portage.benchmarks;

import dev.portage.fleet.FleetOptions;
import dev.portage.migration.OutputMap;

/**
 * Portage itself: the orders of {@link OrderFleet}.
 *
 * @param name what tells its ways apart
 * @param map what becomes of a value
 */
record PortageFleet(String name, OutputMap map, Databases database) implements FleetPeer {
  /** In an empty database of a server. */
  static PortageFleet of(String way, OutputMap map, Server.Database database) {
    String url = database.url();
    return new PortageFleet(
        "Portage, " + way,
        map,
        new Databases.Started(
            url + "&portage.tables=create", url + "&reWriteBatchedInserts=true", () -> {}));
  }

  @Override
  public String setup() {
    return "defaults: Fleet.run";
  }

  @Override
  public void fill(int orders) throws Exception {
    of(orders).fill();
  }

  @Override
  public void migrate(int orders) {
    of(orders).migrate(FleetOptions.defaults());
  }

  @Override
  public void verify(int orders) throws Exception {
    of(orders).verify();
  }

  private OrderFleet of(int orders) {
    return new OrderFleet(database, orders, map);
  }

  @Override
  public void close() {
    database.close();
  }
}
