package dev.portage.fleet;

import java.time.Duration;

/**
 * How a run goes about its flows.
 *
 * @param sample of a rehearsal: so many flows of each shape; 0 for all
 * @param canary so many flows of each shape are migrated first, one after another, and the run ends
 *     there if one comes out otherwise than planned; 0 for none
 * @param parallelism so many flows are read and rewritten at once; of those that are written then,
 *     up to thirty-two times as many are on their way
 * @param perSecond no more flows a second; 0 for as many as can be
 * @param limit no more flows at all; 0 for all
 * @param stopAfterFailures the run ends when so many have failed; 0 for never
 * @param patience so long busy flows are tried again after all others had their turn
 * @param isOneByOne whether each flow is read and written by itself, even where the database could
 *     carry many over without any of their values leaving it
 */
public record FleetOptions(
    int sample,
    int canary,
    int parallelism,
    double perSecond,
    long limit,
    int stopAfterFailures,
    Duration patience,
    boolean isOneByOne) {
  private static final FleetOptions DEFAULTS =
      new FleetOptions(0, 0, 8, 0, 0, 10, Duration.ZERO, false);

  /** Refuses what means nothing. */
  public FleetOptions {
    require(sample >= 0, "a sample", sample);
    require(canary >= 0, "a number of canaries", canary);
    require(parallelism >= 1, "a parallelism", parallelism);
    require(perSecond >= 0 && perSecond < Double.POSITIVE_INFINITY, "a rate", perSecond);
    require(limit >= 0, "a limit", limit);
    require(stopAfterFailures >= 0, "a number of failures", stopAfterFailures);
    require(!patience.isNegative(), "a time to wait", patience);
  }

  private static void require(boolean fits, String what, Object found) {
    if (!fits) {
      throw new IllegalArgumentException(found + " is not " + what + " of a fleet run");
    }
  }

  /** Eight at once, as fast as can be, to the end or to the tenth failure; no canary, no wait. */
  public static FleetOptions defaults() {
    return DEFAULTS;
  }

  /** A copy for rehearsals of so many flows of each shape. */
  public FleetOptions withSample(int flows) {
    return new FleetOptions(
        flows, canary, parallelism, perSecond, limit, stopAfterFailures, patience, isOneByOne);
  }

  /** A copy with so many canaries of each shape. */
  public FleetOptions withCanary(int flows) {
    return new FleetOptions(
        sample, flows, parallelism, perSecond, limit, stopAfterFailures, patience, isOneByOne);
  }

  /** A copy with another parallelism. */
  public FleetOptions withParallelism(int flows) {
    return new FleetOptions(
        sample, canary, flows, perSecond, limit, stopAfterFailures, patience, isOneByOne);
  }

  /** A copy with another rate. */
  public FleetOptions withRate(double flowsPerSecond) {
    return new FleetOptions(
        sample,
        canary,
        parallelism,
        flowsPerSecond,
        limit,
        stopAfterFailures,
        patience,
        isOneByOne);
  }

  /** A copy with another limit. */
  public FleetOptions withLimit(long flows) {
    return new FleetOptions(
        sample, canary, parallelism, perSecond, flows, stopAfterFailures, patience, isOneByOne);
  }

  /** A copy that ends at another failure. */
  public FleetOptions withStopAfterFailures(int failures) {
    return new FleetOptions(
        sample, canary, parallelism, perSecond, limit, failures, patience, isOneByOne);
  }

  /** A copy that waits so long for busy flows. */
  public FleetOptions withPatience(Duration most) {
    return new FleetOptions(
        sample, canary, parallelism, perSecond, limit, stopAfterFailures, most, isOneByOne);
  }

  /** A copy that carries flows over one by one, or in sets where that can be done. */
  public FleetOptions withOneByOne(boolean always) {
    return new FleetOptions(
        sample, canary, parallelism, perSecond, limit, stopAfterFailures, patience, always);
  }
}
