package dev.portage.engine;

import dev.portage.store.LeaseChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an engine works.
 *
 * @param owner under which name it claims flows; unique among the engines of a store, also over
 *     time
 * @param limits how many atoms may run at once
 * @param periods how long things last
 * @param admission decides whether a stored flow may become a run
 * @param clock for leases and times
 * @param listeners who hears of transitions
 * @param failurePolicy what a failure of an atom leads to
 */
public record EngineOptions(
    String owner,
    Limits limits,
    Periods periods,
    Admission admission,
    InstantSource clock,
    List<FlowListener> listeners,
    FailurePolicy failurePolicy) {
  private static final int PARALLELISM = 16;
  private static final int WORKERS = 64;
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * How many atoms may run at once.
   *
   * @param parallelism of one flow; 1 is serial
   * @param workers of all flows
   */
  public record Limits(int parallelism, int workers) {
    /** Rejects what cannot work. */
    public Limits {
      if (parallelism < 1 || workers < 1) {
        throw new IllegalArgumentException(
            "an engine needs at least one worker and a parallelism of at least 1; found workers "
                + workers
                + ", parallelism "
                + parallelism);
      }
    }
  }

  /**
   * How long things last.
   *
   * @param lease for how long a claim holds; renewed at a third of it. After a crash others wait
   *     for so long
   * @param closePatience how long {@link Engine#close} waits for atoms that run
   * @param retention how long finished flows are kept; null for ever
   */
  public record Periods(Duration lease, Duration closePatience, @Nullable Duration retention) {
    /** Rejects what cannot work. */
    public Periods {
      if (lease.compareTo(Duration.ofMillis(1)) < 0 || closePatience.isNegative()) {
        throw new IllegalArgumentException(
            "a lease lasts at least a millisecond and patience is not negative; found "
                + lease
                + " and "
                + closePatience);
      }
      if (retention != null && (retention.isZero() || retention.isNegative())) {
        throw new IllegalArgumentException(
            "finished flows are kept for longer than nothing; found " + retention);
      }
    }
  }

  /** Rejects what cannot work. */
  public EngineOptions {
    if (owner.isBlank()) {
      throw new IllegalArgumentException("the owner of an engine is blank; give it a name");
    }
    listeners = List.copyOf(listeners);
  }

  /**
   * Up to 64 atoms at once, 16 of one flow; leases of 30 seconds; exact admission; finished flows
   * are kept.
   */
  public static EngineOptions defaults() {
    return new EngineOptions(
        uniqueOwner(),
        new Limits(PARALLELISM, WORKERS),
        new Periods(LEASE, PATIENCE, null),
        Admission.exact(),
        InstantSource.system(),
        List.of(),
        FailurePolicy.REVERT_SCOPE);
  }

  private static String uniqueOwner() {
    String host =
        Stream.of("HOSTNAME", "COMPUTERNAME")
            .map(System::getenv)
            .filter(name -> name != null && !name.isBlank())
            .findFirst()
            .orElse("host"); // asking the network for the name could block for seconds
    return host + ":" + ProcessHandle.current().pid() + ":" + UUID.randomUUID();
  }

  /** Takes a flow from now on. */
  LeaseChange.Claim claim() {
    Instant now = clock.instant();
    return new LeaseChange.Claim(owner, now, now.plus(leaseDuration()));
  }

  /** How many atoms of one flow may run at once. */
  public int parallelism() {
    return limits.parallelism();
  }

  /** How many atoms of all flows may run at once. */
  public int workers() {
    return limits.workers();
  }

  /** For how long a claim holds. */
  public Duration leaseDuration() {
    return periods.lease();
  }

  /** How long {@link Engine#close} waits for atoms that run. */
  public Duration closePatience() {
    return periods.closePatience();
  }

  /** How long finished flows are kept; null for ever. */
  public @Nullable Duration retention() {
    return periods.retention();
  }

  /** A copy with another owner. */
  public EngineOptions withOwner(String other) {
    return new EngineOptions(other, limits, periods, admission, clock, listeners, failurePolicy);
  }

  /** A copy with another bound for one flow. */
  public EngineOptions withParallelism(int other) {
    return new EngineOptions(
        owner, new Limits(other, workers()), periods, admission, clock, listeners, failurePolicy);
  }

  /** A copy with another bound for all flows. */
  public EngineOptions withWorkers(int other) {
    return new EngineOptions(
        owner,
        new Limits(parallelism(), other),
        periods,
        admission,
        clock,
        listeners,
        failurePolicy);
  }

  /** A copy with another lease. */
  public EngineOptions withLeaseDuration(Duration other) {
    return with(new Periods(other, closePatience(), retention()));
  }

  /** A copy with another patience. */
  public EngineOptions withClosePatience(Duration other) {
    return with(new Periods(leaseDuration(), other, retention()));
  }

  /**
   * A copy for an engine that removes flows from its store which have been SUCCESS or REVERTED for
   * longer than that, whoever ran them, with all that is stored of them. It looks for some when it
   * is opened, and then ten times in that period, once an hour at least, by its clock. An id of a
   * removed flow is free: keep flows for longer than callers may submit the same id again.
   */
  public EngineOptions withRetention(Duration period) {
    return with(new Periods(leaseDuration(), closePatience(), period));
  }

  private EngineOptions with(Periods other) {
    return new EngineOptions(owner, limits, other, admission, clock, listeners, failurePolicy);
  }

  /** A copy with another admission. */
  public EngineOptions withAdmission(Admission other) {
    return new EngineOptions(owner, limits, periods, other, clock, listeners, failurePolicy);
  }

  /** A copy with another clock. */
  public EngineOptions withClock(InstantSource other) {
    return new EngineOptions(owner, limits, periods, admission, other, listeners, failurePolicy);
  }

  /** A copy with one more listener. */
  public EngineOptions withListener(FlowListener more) {
    List<FlowListener> all = Stream.concat(listeners.stream(), Stream.of(more)).toList();
    return new EngineOptions(owner, limits, periods, admission, clock, all, failurePolicy);
  }

  /** A copy with another policy. */
  public EngineOptions withFailurePolicy(FailurePolicy other) {
    return new EngineOptions(owner, limits, periods, admission, clock, listeners, other);
  }
}
