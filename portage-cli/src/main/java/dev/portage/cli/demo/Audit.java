package dev.portage.cli.demo;

import dev.portage.cli.demo.outside.LedgerLine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the services outside have done, held against the orders.
 *
 * @param charges what became of the money
 * @param shipments what became of the parcels
 */
record Audit(Account charges, Account shipments) {
  /**
   * One kind of thing done to orders.
   *
   * @param requests how many the service got
   * @param repeated how many of them it recognized and did nothing for
   * @param once the orders for which it was done exactly once
   * @param twice the orders for which it was done more than once
   * @param missing the orders for which it was never done
   */
  record Account(
      long requests, long repeated, Set<String> once, Set<String> twice, Set<String> missing) {}

  static Audit of(List<LedgerLine> ledger, Set<String> orders) {
    return new Audit(
        account("payments", "charge", ledger, orders), account("shipping", "ship", ledger, orders));
  }

  private static Account account(
      String service, String action, List<LedgerLine> ledger, Set<String> orders) {
    List<LedgerLine> requests =
        ledger.stream()
            .filter(line -> line.service().equals(service) && line.action().equals(action))
            .toList();
    Map<String, Integer> done = new TreeMap<>();
    orders.forEach(order -> done.put(order, 0));
    requests.stream()
        .filter(line -> !line.repeated())
        .forEach(line -> done.merge(line.order(), 1, Integer::sum));
    return new Account(
        requests.size(),
        requests.stream().filter(LedgerLine::repeated).count(),
        with(done, 1, 1),
        with(done, 2, Integer.MAX_VALUE),
        with(done, 0, 0));
  }

  private static Set<String> with(Map<String, Integer> done, int least, int most) {
    Set<String> orders = new TreeSet<>();
    done.forEach(
        (order, times) -> {
          if (times >= least && times <= most) {
            orders.add(order);
          }
        });
    return orders;
  }

  /** The orders that were not charged, or not shipped. */
  Set<String> lost() {
    Set<String> lost = new TreeSet<>(charges.missing());
    lost.addAll(shipments.missing());
    return lost;
  }
}
