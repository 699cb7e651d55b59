package dev.portage.engine;

import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.StaleWriteException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One flow, being driven. Everything happens in events, handled one at a time: a body has ended, a
 * write is durable, a worker is free, somebody wants it to stop. At most one write is on its way;
 * what happens meanwhile goes into the next. A write carries what has ended and what may begin
 * because of it, and no body runs before the write that says so is durable.
 */
final class FlowRun {
  private static final Logger LOG = LoggerFactory.getLogger(FlowRun.class);

  /** So many bodies in a row a flow runs on a worker that others wait for. */
  private static final int FAIR_TURN = 32;

  private final Workshop shop;
  private final Target target;
  private final Progress progress;
  private final Assigner assigner;
  private final Mailbox mailbox;
  private final FlowHeader.Key key;
  private final long token;
  private final CompletableFuture<FlowResult> result = new CompletableFuture<>();

  // Only events read and write what follows; see post.
  private final News news;
  private FlowHeader header;
  private FlowState state;
  private List<Assignment> chosen = new ArrayList<>();
  private int spareWorkers;
  private int running;
  private int turn;
  private boolean queued;
  private boolean inFlight;
  private boolean halting;
  private boolean over;

  FlowRun(Workshop shop, Target target, FlowRecord stored) {
    this.shop = shop;
    this.target = target;
    this.header = stored.header();
    this.key = header.key();
    this.token = header.lease().token();
    this.state = header.state();
    this.progress = new Progress(target.wiring().precedence(), stored);
    this.assigner = new Assigner(header, target, progress);
    this.mailbox = new Mailbox(shop.threads());
    this.news = new News(key, now());
  }

  FlowId id() {
    return key.id();
  }

  /** Completes when the run is over, whatever the reason. */
  CompletableFuture<FlowResult> result() {
    return result;
  }

  /** Begins to drive the flow. To be called once. */
  void start() {
    post(
        () -> {
          if (state == FlowState.SUSPENDING) {
            move(FlowState.SUSPENDED); // what the crash kept it from saying
          }
          if (state != FlowState.RUNNING) {
            move(FlowState.RUNNING);
          }
          advance();
        });
  }

  /** Begins nothing more and ends in SUSPENDED when what runs has ended. */
  void suspend() {
    post(
        () -> {
          if (!over && state == FlowState.RUNNING) {
            move(FlowState.SUSPENDING);
            advance();
          }
        });
  }

  /** Begins nothing more, stores what still ends, then gives the flow up as it is. */
  void halt() {
    post(
        () -> {
          halting = true;
          advance();
        });
  }

  /** Stores nothing more. Bodies that run are in doubt from now on, so the lease is kept. */
  void abandon() {
    post(
        () ->
            fail(
                new EngineClosedException(
                    "the engine was closed before the running tasks of flow '"
                        + id()
                        + "' had ended; they will run again once the flow is resumed, after the"
                        + " lease has ended")));
  }

  /** Extends the lease; called from time to time by the engine. */
  void renew() {
    if (!result.isDone()) {
      Instant until = now().plus(shop.options().leaseDuration());
      if (!shop.store().renew(id(), token, until)) {
        post(this::loseUnlessWriting);
      }
    }
  }

  /** A write on its way says for itself whether the lease was lost, or given up by it. */
  private void loseUnlessWriting() {
    if (!inFlight) {
      lose(new StaleWriteException("the lease could not be renewed"));
    }
  }

  private void post(Runnable event) {
    mailbox.post(
        () -> {
          try {
            event.run();
          } catch (Throwable thrown) { // whatever it is, somebody waits for this run
            fail(thrown);
          }
        });
  }

  private Instant now() {
    return shop.options().clock().instant();
  }

  private void move(FlowState next) {
    news.atoms(progress.drainSteps());
    news.flow(state, next, now());
    state = next;
  }

  private void advance() {
    if (over || inFlight) {
      return;
    }
    Instant now = now();
    if (state == FlowState.RUNNING && !halting) {
      choose(now);
    }
    giveBackWorkers();
    if (progress.active() == 0) {
      settle();
    }
    news.atoms(progress.drainSteps());
    List<AtomRecord> rows = progress.drainRows();
    if (!rows.isEmpty() || !news.isEmpty()) {
      write(rows);
    } else if (halting && progress.active() == 0) {
      giveUp();
    }
  }

  private void choose(Instant now) {
    for (int atom = progress.next(); atom >= 0; atom = progress.next()) {
      if (assigner.isWithoutBody(atom)) {
        assigner.revertWithoutBody(atom, now);
      } else if (progress.active() < shop.options().parallelism() && takeWorker()) {
        chosen.add(assigner.begin(atom, now));
      } else {
        return;
      }
    }
  }

  private boolean takeWorker() {
    if (spareWorkers > 0) {
      spareWorkers--;
      return true;
    }
    if (!queued) {
      queued = !shop.workers().acquire(() -> post(this::granted));
      return !queued;
    }
    return false;
  }

  private void granted() {
    queued = false;
    if (over) {
      shop.workers().release();
    } else {
      spareWorkers++;
      advance();
    }
  }

  private void giveBackWorkers() {
    for (; spareWorkers > 0; spareWorkers--) {
      shop.workers().release();
    }
  }

  /** Nothing runs: the flow is at its end, or suspended, or waits for a worker. */
  private void settle() {
    if (progress.next() < 0) {
      if (progress.end() == FlowState.FAILURE && !progress.isReverting()) {
        LOG.error(
            "flow '{}' cannot go on: nothing is ready, but these are not done: {}",
            id(),
            progress.unfinished());
      }
      move(progress.end());
    } else if (state == FlowState.SUSPENDING) {
      move(FlowState.SUSPENDED);
    }
  }

  private boolean isAtRest() {
    return state != FlowState.RUNNING && state != FlowState.SUSPENDING;
  }

  private void write(List<AtomRecord> rows) {
    inFlight = true;
    LeaseChange lease = isAtRest() ? LeaseChange.release() : LeaseChange.keep();
    FlowWrite write =
        new FlowWrite(
            key,
            FlowWrite.Expected.of(header),
            FlowWrite.Head.of(state),
            rows,
            List.of(),
            lease,
            null);
    CompletableFuture<FlowHeader> unused =
        PatientCommit.of(shop, write)
            .whenComplete((after, thrown) -> post(() -> written(after, thrown)));
  }

  private void written(@Nullable FlowHeader after, @Nullable Throwable thrown) {
    inFlight = false;
    if (over) {
      return;
    }
    if (after == null) {
      refused(thrown);
      return;
    }
    header = after;
    shop.listeners().tell(news.drain());
    List<Assignment> begun = chosen;
    chosen = new ArrayList<>();
    begun.forEach(this::launch);
    if (isAtRest()) {
      over = true;
      giveBackWorkers();
      result.complete(FlowResult.of(FlowRecord.of(header, target.shape(), progress.touched())));
    } else {
      advance();
    }
  }

  private void refused(@Nullable Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof StaleWriteException) {
      lose(cause);
    } else {
      fail(cause == null ? new IllegalStateException("the store gave no header") : cause);
    }
  }

  private void launch(Assignment assignment) {
    running++;
    try {
      shop.threads()
          .execute(
              () -> {
                Outcome outcome = assignment.run(shop.runner());
                post(() -> ended(assignment, outcome));
              });
    } catch (RejectedExecutionException e) {
      LOG.debug("the engine is closed: {} of flow '{}' stays in doubt", assignment.task(), id(), e);
    }
  }

  private void ended(Assignment assignment, Outcome outcome) {
    running--;
    boolean keep = !over && (++turn % FAIR_TURN != 0 || !shop.workers().isContended());
    if (keep) {
      spareWorkers++;
    } else {
      shop.workers().release();
    }
    if (!over) {
      progress.complete(assignment.atom(), outcome, now());
      advance();
    }
  }

  private void lose(Throwable cause) {
    fail(new LostLeaseException(id(), shop.options().owner(), cause));
  }

  private void giveUp() {
    fail(
        new EngineClosedException(
            "the engine was closed; flow '" + id() + "' is " + state + " and can be resumed"));
  }

  private void fail(Throwable why) {
    if (over) {
      return;
    }
    over = true;
    spareWorkers += chosen.size();
    giveBackWorkers();
    if (running == 0 && !inFlight) {
      release();
    }
    result.completeExceptionally(why);
  }

  /** Lets others go on at once; without it they wait until the lease ends. */
  private void release() {
    try {
      shop.store().release(id(), token);
    } catch (RuntimeException e) {
      LOG.warn("the lease of flow '{}' could not be given up; it ends by itself", id(), e);
    }
  }
}
