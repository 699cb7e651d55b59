package dev.portage.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for runs to be over. */
final class Patience {
  /** What an event takes that neither waits nor runs a body, on a very slow machine. */
  static final Duration FOR_BOOKKEEPING = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  private Patience() {}

  /** Waits until all are over or time is up; false if interrupted. */
  static boolean awaitAll(Collection<FlowRun> runs, Duration atMost) {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            runs.stream().map(FlowRun::result).toArray(CompletableFuture<?>[]::new));
    try {
      all.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return false; // the caller restores the interrupt when it is done
    } catch (TimeoutException e) {
      LOG.warn("{} flows have not ended within {}", runs.size(), atMost);
    } catch (ExecutionException e) {
      LOG.debug("a run ended early", e);
    }
    return true;
  }
}
