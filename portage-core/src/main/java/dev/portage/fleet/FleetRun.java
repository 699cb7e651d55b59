package dev.portage.fleet;

import dev.portage.fleet.FlowByFlow.Attempt;
import dev.portage.fleet.Settled.Stage;
import dev.portage.migration.Forecast;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowReader;
import dev.portage.store.Payload;
import dev.portage.store.RunId;
import dev.portage.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run over a fleet, or its rehearsal. The thread that calls {@link #run} drives it; any other
 * may listen, look, pause it and stop it. Whatever ends it, even the death of the process, each
 * flow is migrated or as it was, and another run finds what is left.
 */
public final class FleetRun {
  private static final int UNDER_WAY_PER_THREAD = 32;
  private static final Logger LOG = LoggerFactory.getLogger(FleetRun.class);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Errand errand;
  private final FleetPlan plan;
  private final FleetOptions options;
  private final List<Share> shares;
  private final Ledger ledger;
  private final Control control = new Control();
  private final List<FleetListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private Timekeeper time = control;

  /**
   * What is done with the flows.
   *
   * @param id under which the journal has it; null for a rehearsal
   * @param sets carries flows over together, as far as that can be done
   * @param diary keeps what is to be known of the run
   */
  record Errand(
      @Nullable RunId id,
      FlowReader reader,
      InstantSource clock,
      Trial trial,
      InSets.Way sets,
      Diary diary) {
    boolean isRehearsal() {
      return id == null;
    }
  }

  /** Keeps reports of a run, each in the place of the one before. */
  interface Diary {
    void keep(Payload report, boolean isOver);
  }

  /** Makes what tries flows, on those threads. */
  interface Trial {
    Attempt on(Executor readers);
  }

  FleetRun(Errand errand, FleetPlan plan, FleetOptions options) {
    this.errand = errand;
    this.plan = plan;
    this.options = options;
    this.shares = shares(plan, options, errand.isRehearsal() ? options.sample() : 0);
    this.ledger = new Ledger(shares);
  }

  private static List<Share> shares(FleetPlan plan, FleetOptions options, int sample) {
    List<Share> shares = new ArrayList<>();
    boolean isCapped = options.limit() > 0 || sample > 0;
    long left = options.limit() > 0 ? options.limit() : Long.MAX_VALUE;
    for (Forecast forecast : plan.planned()) {
      long flows = Math.min(left, forecast.line().unfinished());
      long own = sample > 0 ? Math.min(sample, flows) : flows;
      left -= own;
      shares.add(new Share(forecast, own, isCapped));
    }
    return shares;
  }

  /** For tests: another time passes. */
  FleetRun in(Timekeeper other) {
    time = other;
    return this;
  }

  /** Under which run the journals of its flows will have it; null for a rehearsal. */
  public @Nullable RunId id() {
    return errand.id();
  }

  /** Has somebody told how it goes on. */
  public FleetRun listening(FleetListener listener) {
    listeners.add(listener);
    return this;
  }

  /** What has become of the flows by now. */
  public Books books() {
    return ledger.books();
  }

  /** Asks for a pause: what is under way is finished, nothing more begins until {@link #resume}. */
  public void pause() {
    control.pause();
  }

  /** Ends a pause. */
  public void resume() {
    control.resume();
  }

  /** Asks to stop for good: what is under way is finished, and {@link #run} returns. */
  public void stop() {
    control.stop();
  }

  /**
   * Goes through the flows, to the end or until something ends it. What went wrong with the store
   * is in the report, beside what was done until then.
   *
   * @throws IllegalStateException if it has run already
   */
  public FleetReport run() {
    if (!begun.compareAndSet(false, true)) {
      throw new IllegalStateException("a fleet run runs once; make another");
    }
    long began = time.nanos();
    Conduct conduct = new Conduct(options, ledger, control, listeners);
    ExecutorService readers = Executors.newFixedThreadPool(options.parallelism(), FleetRun::thread);
    try {
      errand.diary().keep(RunReport.begun(plan, options, books()), false);
      conduct.progress();
      drive(conduct, () -> errand.trial().on(readers));
      conduct.progress();
    } finally {
      readers.shutdown();
    }
    FleetReport report =
        new FleetReport(
            errand.id(),
            ledger.books(),
            conduct.ending(),
            ledger.leftAlone(),
            ledger.surprises(),
            Duration.ofNanos(time.nanos() - began));
    keep(report);
    return report;
  }

  /** The report is given to the caller in any case. */
  private void keep(FleetReport report) {
    try {
      errand.diary().keep(RunReport.ended(plan, options, report), true);
    } catch (StoreUnavailableException e) {
      LOG.warn("the report of run {} could not be stored: {}", errand.id(), e.getMessage());
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "portage-fleet-" + NUMBERS.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  private void drive(Conduct conduct, Supplier<Attempt> attempts) {
    FlowByFlow way =
        new FlowByFlow(time, options.parallelism() * UNDER_WAY_PER_THREAD, conduct::landed);
    Course course =
        new Course(
            errand.reader(),
            plan.query(),
            new Course.Moderation(
                conduct, way, new Pacer(time, options.perSecond()), time, errand.clock()),
            attempts);
    try {
      go(course);
      if (conduct.ending().kind() == Ending.Kind.DONE && books().count(Fate.WAITING) > 0) {
        settleGone();
      }
    } catch (RuntimeException e) {
      conduct.end(new Ending(Ending.Kind.BROKEN, Conduct.said(e), e));
    } finally {
      way.drain();
    }
  }

  /** What is still stored and never came up, such as what cannot be read, goes on waiting. */
  private void settleGone() {
    List<CensusLine> lines = errand.reader().census(plan.query());
    for (Share share : shares) {
      long stored =
          lines.stream()
              .filter(share.forecast().line()::isOf)
              .mapToLong(CensusLine::unfinished)
              .sum();
      ledger.move(Fate.WAITING, Fate.CURRENT, share.gone(stored));
    }
  }

  private void go(Course course) {
    if (!errand.isRehearsal()) {
      course.canaries(shares, options.canary());
      if (!options.isOneByOne()) {
        course.sets(shares, errand.sets());
      }
      course.all(shares, Stage.FLEET);
      course.busy(options.patience());
    } else if (options.sample() > 0) {
      course.samples(shares, options.sample());
    } else {
      course.all(shares, Stage.REHEARSAL);
    }
  }
}
