package dev.portage.benchmarks;

import dev.portage.migration.OutputMap;

/** Starts a PostgreSQL that holds orders as they were before their release, for a look at it. */
public final class Fill {
  private static final int WRONG_USE = 2;

  private Fill() {}

  /** Takes the number of orders; says the URL of the store, and ends with its input. */
  @SuppressWarnings("SystemOut")
  public static void main(String... args) throws Exception {
    if (args.length != 1 || !args[0].matches("[1-9][0-9]{0,7}")) {
      System.err.println("usage: Fill ORDERS");
      System.exit(WRONG_USE);
      return;
    }
    int orders = Integer.parseInt(args[0]);
    try (Databases database = Databases.postgres()) {
      new OrderFleet(database, orders, OutputMap.SAME).fill();
      System.out.println(database.storeUrl());
      byte[] unused = System.in.readAllBytes(); // until nobody looks any more
    }
  }
}
