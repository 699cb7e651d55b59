package dev.portage.jdbc;

import dev.portage.store.Expiry;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * A process that removes finished flows, a batch for each byte that it is given, and says each time
 * how many went.
 */
final class PruningChild {
  private PruningChild() {}

  /** Takes the URL of the store and how many to remove at once. */
  public static void main(String[] arguments) throws IOException {
    int most = Integer.parseInt(arguments[1]);
    try (FlowStore store = FlowStores.open(arguments[0])) {
      while (System.in.read() >= 0) {
        Expiry all = Expiry.of(Duration.ZERO, Instant.now());
        System.out.println("removed " + store.prune(all, most) + " .");
        System.out.flush();
      }
    }
  }
}
