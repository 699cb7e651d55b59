package dev.portage.cli.demo.outside;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The services that the shop calls: stock, fraud prevention, payments, warehouse, shipping, mail.
 * Each takes an idempotency key and does nothing the second time it sees one, as real payment and
 * shipping services do. Each takes its time, before it acts and before it answers, so that a kill
 * can come in between.
 */
public final class Services {
  /** Where the ledger is, as a system property. */
  public static final String LEDGER = "portage.demo.ledger";

  /** What decides how long requests take, as a system property. */
  public static final String SEED = "portage.demo.seed";

  private static final int LEAST_MILLIS = 5;
  private static final int MEAN_MILLIS = 30;
  private static final int MOST_MILLIS = 150;

  private final Ledger ledger;
  private final long seed;

  private Services(Ledger ledger, long seed) {
    this.ledger = ledger;
    this.seed = seed;
  }

  /** The services that this process was told of. */
  public static Services ofProcess() {
    return new Services(
        new Ledger(Path.of(System.getProperty(LEDGER, "ledger.jsonl"))), Long.getLong(SEED, 1));
  }

  /** Takes the goods from stock; gives the reservation. */
  public String reserve(Order order, String key) throws InterruptedException {
    return request("stock", "reserve", order, key);
  }

  /** Looks for fraud; gives the score. */
  public String score(Order order, String key) throws InterruptedException {
    return request("fraud", "score", order, key);
  }

  /** Charges the customer; gives the payment. */
  public String charge(Order order, String key) throws InterruptedException {
    return request("payments", "charge", order, key);
  }

  /** Takes the goods from the shelf; gives the slip. */
  public String pick(Order order, String key) throws InterruptedException {
    return request("warehouse", "pick", order, key);
  }

  /** Sends the parcel; gives the shipment. */
  public String ship(Order order, String key) throws InterruptedException {
    return request("shipping", "ship", order, key);
  }

  /** Writes to the customer; gives the message. */
  public String notify(Order order, String key) throws InterruptedException {
    return request("mail", "notify", order, key);
  }

  private String request(String service, String action, Order order, String key)
      throws InterruptedException {
    Random random = new Random(seed * 31 + (action + order.number()).hashCode());
    pause(random);
    String answer = ledger.request(service, action, key, order.number());
    pause(random);
    return answer;
  }

  private static void pause(Random random) throws InterruptedException {
    double exponential = -Math.log(1 - random.nextDouble()) * MEAN_MILLIS;
    TimeUnit.MILLISECONDS.sleep(Math.min(MOST_MILLIS, LEAST_MILLIS + (long) exponential));
  }
}
