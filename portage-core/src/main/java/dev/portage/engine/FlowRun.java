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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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

  private final Workshop shop;
  private final Target target;
  private final Progress progress;
  private final Reports reports;
  private final Assigner assigner;
  private final Mailbox mailbox;
  private final FlowHeader.Key key;
  private final long token;
  private final CompletableFuture<FlowResult> result = new CompletableFuture<>();

  // Only events read and write what follows; see post.
  private final News news;
  private final WorkerShare workers;
  private final Crew crew;
  private FlowHeader header;
  private FlowState state;
  private final List<Assignment> chosen = new ArrayList<>();
  private int running;
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
    this.reports = new Reports(shop, () -> post(this::advance));
    this.assigner = new Assigner(stored, target, Resolver.Rules.of(shop), reports);
    this.progress = assigner.progress();
    this.mailbox =
        new Mailbox(
            shop.threads(),
            () -> result.completeExceptionally(new EngineClosedException(id(), "resume it later")));
    this.news = new News(key, now());
    this.workers = new WorkerShare(shop.workers(), this::granted);
    this.crew = new Crew(shop, mailbox, (atom, outcome) -> safely(() -> ended(atom, outcome)));
  }

  FlowId id() {
    return key.id();
  }

  CompletableFuture<FlowResult> result() {
    return result;
  }

  void start() {
    post(
        () -> {
          if (state == FlowState.SUSPENDING) {
            move(FlowState.SUSPENDED); // what the crash kept it from saying
          }
          if (state != FlowState.RUNNING) {
            move(FlowState.RUNNING);
          }
          progress.resume(now());
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

  /** Begins nothing more, stores what ends, then gives the flow up as it is. */
  void halt() {
    post(
        () -> {
          halting = true;
          advance();
        });
  }

  /** Stores nothing more. Bodies that run are in doubt from now on, so the lease is kept. */
  void abandon() {
    post(() -> fail(new EngineClosedException(id(), "resume it after its lease has ended")));
  }

  /** Extends the lease. */
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
      fail(lost(new StaleWriteException("the lease could not be renewed")));
    }
  }

  private void granted() {
    post(
        () -> {
          workers.accept();
          advance();
        });
  }

  private void post(Runnable event) {
    mailbox.post(() -> safely(event));
  }

  private void safely(Runnable event) {
    try {
      event.run();
    } catch (Throwable thrown) { // somebody waits for this run
      fail(thrown);
    }
  }

  private Instant now() {
    return shop.options().clock().instant();
  }

  private void move(FlowState next) {
    news.atoms(progress.unstored().drainSteps());
    news.flow(state, next, now());
    state = next;
  }

  private void advance() {
    if (over) {
      workers.giveBack();
    }
    if (over || inFlight) {
      return;
    }
    Instant now = now();
    if (state == FlowState.RUNNING && !halting) {
      choose(now);
    }
    workers.giveBack();
    if (progress.active() == 0) {
      settle();
    }
    news.atoms(progress.unstored().drainSteps());
    if (reports.areDue() || !news.isEmpty()) {
      news.progress(progress.note(reports.drain()));
    }
    List<AtomRecord> rows = progress.unstored().drainRows();
    if (!rows.isEmpty() || !news.isEmpty()) {
      write(rows);
    } else if (halting && progress.active() == 0) {
      fail(new EngineClosedException(id(), "it can be resumed at once"));
    }
  }

  private void choose(Instant now) {
    for (int atom = progress.next(); atom >= 0; atom = progress.next()) {
      if (assigner.isWithoutBody(atom)) {
        assigner.doWithoutBody(atom, now);
      } else if (progress.active() < shop.options().parallelism() && workers.take()) {
        chosen.add(assigner.begin(atom, now));
      } else {
        return;
      }
    }
  }

  /** Nothing runs: the flow is at its end, or suspended, or waits for a worker. */
  private void settle() {
    if (progress.next() < 0) {
      if (progress.end() == FlowState.FAILURE && progress.failures().isEmpty()) {
        LOG.error("flow '{}' cannot go on, though nothing in it has failed", id());
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
            progress.unstored().drainGone(),
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
      fail(thrown instanceof StaleWriteException ? lost(thrown) : Objects.requireNonNull(thrown));
      return;
    }
    header = after;
    shop.listeners().tell(news.drain());
    chosen.forEach(this::launch);
    chosen.clear();
    if (isAtRest()) {
      over = true;
      workers.giveBack();
      result.complete(FlowResult.of(FlowRecord.of(header, target.shape(), progress.touched())));
    } else {
      advance();
    }
  }

  private void launch(Assignment assignment) {
    running++;
    crew.launch(assignment);
  }

  private void ended(Assignment assignment, Outcome outcome) {
    running--;
    assignment.in().close();
    workers.add();
    if (!over) {
      assigner.complete(assignment.atom(), outcome, now());
    }
    advance();
  }

  private LostLeaseException lost(Throwable cause) {
    return new LostLeaseException(id(), shop.options().owner(), cause);
  }

  private void fail(Throwable why) {
    if (over) {
      return;
    }
    over = true;
    chosen.forEach(never -> workers.add());
    workers.giveBack();
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
