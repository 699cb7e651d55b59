package dev.portage.engine;

import dev.portage.store.Expiry;
import dev.portage.store.UnusableStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes flows that have been finished for longer than a period, now and then, while its engine is
 * open. Engines side by side may all do so: the store lets each flow be removed once. Thread-safe.
 */
final class Retention {
  /** So many at once keep other writers waiting for some tens of milliseconds. */
  static final int BATCH = 500;

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int ROUNDS_PER_PERIOD = 10;
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** It rests for so many times as long as a batch took, and leaves the store to others. */
  private static final int REST = 3;

  private final Workshop shop;
  private final Duration period;
  private final Duration pause;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile @Nullable Instant looked;
  private volatile int removed;
  private volatile boolean hopeless;

  Retention(Workshop shop, Duration period) {
    this.shop = shop;
    this.period = period;
    Duration part = period.dividedBy(ROUNDS_PER_PERIOD);
    this.pause = part.compareTo(LONGEST_PAUSE) < 0 ? part : LONGEST_PAUSE;
  }

  /** Begins a round if it is time for one. To be asked often; does not wait for anything. */
  void look() {
    Instant now = shop.options().clock().instant();
    Instant last = looked;
    // a clock that was turned back does not put the next round off
    boolean isEarly = last != null && Duration.between(last, now).abs().compareTo(pause) < 0;
    if (!isEarly && busy.compareAndSet(false, true)) {
      looked = now;
      removed = 0;
      begin();
    }
  }

  /** Not on the thread of the timer, which renews leases. */
  private void begin() {
    try {
      shop.threads().execute(this::batch);
    } catch (RejectedExecutionException e) {
      LOG.debug("no more finished flows are removed: the engine is closed", e);
    }
  }

  private void batch() {
    long began = System.nanoTime();
    if (isMoreLeft()) {
      rest(REST * (System.nanoTime() - began));
      return;
    }
    if (removed > 0) {
      LOG.info("{} flows were removed that had been finished for more than {}", removed, period);
    }
    busy.set(hopeless);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one round at a time, one batch of it at a time
  private boolean isMoreLeft() {
    try {
      int some = shop.store().prune(Expiry.of(period, shop.options().clock().instant()), BATCH);
      removed += some;
      return some == BATCH;
    } catch (UnusableStoreException e) {
      LOG.error("flows are kept for longer than {}", period, e);
      hopeless = true;
    } catch (RuntimeException e) {
      if (!shop.threads().areClosed()) {
        LOG.warn("no flows were removed just now; tried again in {}", pause, e);
      }
    }
    return false;
  }

  private void rest(long nanos) {
    try {
      Future<?> unused = shop.timer().schedule(this::begin, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("no more finished flows are removed: the engine is closed", e);
    }
  }
}
