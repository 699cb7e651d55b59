package dev.portage.engine;

import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.StaleWriteException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
  private final LeaseHold lease;
  private final CompletableFuture<FlowResult> result = new CompletableFuture<>();

  // Only events read and write what follows; see post.
  private final Writes writes;
  private final News news;
  private final Roster roster;
  private final Crew crew;
  private final Endings endings;
  private final Pace pace;
  private FlowState state;
  private boolean pausing;
  private boolean reverting;
  private boolean halting;
  private boolean over;

  FlowRun(Workshop shop, Target target, FlowRecord stored) {
    this.shop = shop;
    this.target = target;
    FlowHeader header = stored.header();
    this.key = header.key();
    this.lease = LeaseHold.of(shop, header);
    this.writes = new Writes(shop, header);
    this.state = header.state();
    this.crew = new Crew(shop, this::ended, this::closed, this::fail);
    this.mailbox = crew.mailbox();
    this.reports = new Reports(shop, () -> mailbox.post(this::advance));
    this.assigner = new Assigner(stored, target, Resolver.Rules.of(shop), reports);
    this.progress = assigner.progress();
    this.pace = new Pace(shop.options().parallelism());
    this.news = new News(key, () -> shop.listeners().areThere() || pace.isHeard(), now());
    this.roster = new Roster(shop, assigner, pace, this::granted);
    this.endings = new Endings(crew, writes, roster, new Once(mailbox, this::advance)::post);
  }

  FlowId id() {
    return key.id();
  }

  CompletableFuture<FlowResult> result() {
    return result;
  }

  /** Takes the flow up; to be called once, before anything else. */
  CompletableFuture<Boolean> start(Demand demand) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    mailbox.post(
        () -> {
          if (state == FlowState.SUSPENDING) {
            move(FlowState.SUSPENDED); // what the crash kept it from saying
          }
          if (state != FlowState.RUNNING) {
            move(FlowState.RUNNING);
          }
          progress.resume(now(), demand);
          obey(demand, answer);
          advance();
        });
    return answer;
  }

  /**
   * Changes what the run is for.
   *
   * @return true once that is durable; false if the run was at its end before
   */
  CompletableFuture<Boolean> demand(Demand demand) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    mailbox.post(
        () -> {
          if (over || !state.isUnderWay()) {
            answer.complete(false);
          } else {
            obey(demand, answer);
            advance();
          }
        });
    return answer;
  }

  private void obey(Demand demand, CompletableFuture<Boolean> answer) {
    writes.confirm(answer);
    if (demand.reverts()) {
      reverting = true;
      pausing = false;
      progress.revertAll();
    } else {
      pace.steps(demand == Demand.STEP);
    }
    if (demand == Demand.CANCEL) {
      roster.cancelInDoubt(id(), shop.runner(), now());
      crew.cancel();
    }
  }

  /** Begins one body; the answer is how it ended, once that is durable. */
  void step(CompletableFuture<Optional<AtomTransition>> answer) {
    change(() -> pace.step(answer));
  }

  /** Begins nothing more and ends in SUSPENDED when what runs has ended. */
  void suspend() {
    change(
        () -> {
          pausing = true;
          if (state == FlowState.RUNNING) {
            move(FlowState.SUSPENDING);
          }
        });
  }

  /** Begins nothing more, stores what ends, then gives the flow up as it is. */
  void halt() {
    change(() -> halting = true);
  }

  /** Stores nothing more. Bodies that run are in doubt from now on, so the lease is kept. */
  void abandon() {
    mailbox.post(
        () -> fail(new EngineClosedException(id(), "resume it after its lease has ended")));
  }

  /** Extends the lease. */
  void renew() {
    if (!result.isDone() && !lease.renew()) {
      mailbox.post(
          () -> {
            if (!writes.inFlight()) { // else that write says whether it was lost, or given up
              fail(lease.lost(new StaleWriteException("the lease could not be renewed")));
            }
          });
    }
  }

  private void granted() {
    mailbox.post(
        () -> {
          roster.accept(); // even if the run is over: it gives the worker back
          advance();
        });
  }

  /** Something is different from now on, unless the run is at its end. */
  private void change(Runnable what) {
    mailbox.post(
        () -> {
          if (!over && state.isUnderWay()) {
            what.run();
          }
          advance();
        });
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
      roster.giveBack();
    }
    if (over || writes.inFlight() || endings.write()) {
      return;
    }
    Instant now = now();
    if (state.isUnderWay() && !pausing && !halting) {
      roster.choose(now);
    }
    roster.giveBack();
    if (progress.active() == 0) {
      settle();
    }
    news.atoms(progress.unstored().drainSteps());
    if (reports.areDue() || progress.unstored().isAny() || !news.isEmpty()) {
      news.progress(progress.note(reports.drain()));
    }
    List<AtomRecord> rows = progress.unstored().drainRows();
    if (!rows.isEmpty() || !news.isEmpty()) {
      write(rows);
      return;
    }
    writes.nothingToWrite();
    endings.launchApart();
    if (halting && progress.active() == 0) {
      fail(new EngineClosedException(id(), "it can be resumed at once"));
    }
  }

  /** Nothing runs: the flow is at its end, or suspended, or waits for a worker. */
  private void settle() {
    if (progress.next() < 0) {
      if (progress.end() == FlowState.FAILURE && progress.failures().isEmpty()) {
        LOG.error("flow '{}' cannot go on, though nothing in it has failed", id());
      }
      FlowState end = progress.end();
      move(reverting && end == FlowState.SUCCESS ? FlowState.REVERTED : end); // nothing in it
    } else if (pausing) {
      move(FlowState.SUSPENDED);
    }
  }

  private void write(List<AtomRecord> rows) {
    List<Consumer<FlowListener>> told = news.drain();
    writes.write(
        state,
        rows,
        progress.unstored().drainGone(),
        (after, thrown) -> mailbox.post(() -> written(told, after, thrown)));
  }

  private void written(
      List<Consumer<FlowListener>> told, @Nullable FlowHeader after, @Nullable Throwable thrown) {
    writes.landed(after);
    if (over) {
      return;
    }
    if (after == null) {
      fail(
          thrown instanceof StaleWriteException
              ? lease.lost(thrown)
              : Objects.requireNonNull(thrown));
      return;
    }
    shop.listeners().tell(told);
    pace.hear(told);
    endings.launch(roster.drain());
    if (!state.isUnderWay()) {
      over = true;
      roster.giveBack();
      result.complete(FlowResult.of(after, target.shape(), progress.touched()));
    } else {
      advance();
    }
  }

  private void ended(Assignment assignment, Outcome outcome) {
    endings.ended(assignment, outcome);
  }

  /** An event that comes when the engine is closed already. */
  private void closed() {
    over = true;
    endings.drop();
    result.completeExceptionally(new EngineClosedException(id(), "resume it later"));
  }

  private void fail(Throwable why) {
    if (over) {
      return;
    }
    over = true;
    endings.drop();
    if (crew.isIdle() && !writes.inFlight()) {
      lease.release();
    }
    result.completeExceptionally(why);
  }
}
