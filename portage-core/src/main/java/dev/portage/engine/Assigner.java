package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.Flow;
import dev.portage.model.FlowException;
import dev.portage.model.Part;
import dev.portage.model.Retry;
import dev.portage.model.RetryStrategy.Decision;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins atoms of one run, and gathers what their bodies may read. Not thread-safe. */
final class Assigner {
  private static final Logger LOG = LoggerFactory.getLogger(Assigner.class);

  private final FlowHeader.Key flow;
  private final Progress progress;
  private final Reports reports;
  private final Sources sources;
  private final Gate gate;
  private final Map<String, Task> tasks = new HashMap<>();
  private final Map<String, Retry> retries = new HashMap<>();

  Assigner(FlowRecord stored, Target target, Resolver.Rules rules, Reports reports) {
    this.flow = stored.header().key();
    this.reports = reports;
    collect(target.flow());
    this.progress = new Progress(target, stored, rules, retry -> decide(retry));
    this.sources = new Sources(stored.header(), target, progress);
    this.gate = new Gate(target, progress, sources);
  }

  private void collect(Flow from) {
    Retry retry = from.retry();
    if (retry != null) {
      retries.put(retry.name(), retry);
    }
    for (Part part : from.parts()) {
      if (part instanceof Task task) {
        tasks.put(task.name(), task);
      } else if (part instanceof Flow subflow) {
        collect(subflow);
      }
    }
  }

  Progress progress() {
    return progress;
  }

  /** The code of an atom; a retry's as a task with the same slots. */
  Task task(int atom) {
    String name = progress.declared(atom).name();
    Retry retry = retries.get(name);
    return retry == null
        ? Objects.requireNonNull(tasks.get(name), () -> "no task " + name)
        : StoredHistory.of(retry, progress.row(atom).history()).standIn(retry);
  }

  private Decision decide(int atom) throws Exception {
    AtomRecord row = progress.row(atom);
    Retry retry = Objects.requireNonNull(retries.get(progress.declared(atom).name()));
    StoredHistory history = StoredHistory.of(retry, row.history());
    Task task = history.standIn(retry);
    StoredArguments in =
        new StoredArguments(
            task,
            occasion(atom, Attempt.toRevert(flow.id(), row)),
            sources.of(atom, task),
            StoredArguments.Past.NONE);
    return retry.strategy().onFailure(history, in);
  }

  /** Whether it is an atom's turn and there is nothing to run for that. */
  boolean isWithoutBody(int atom) {
    if (progress.cells().fanOut(atom) != null) {
      return true;
    }
    return progress.isToExecute(atom)
        ? gate.isShut(atom)
            || (progress.isToRetry(atom) && progress.row(atom).state() == AtomState.PENDING)
        : !progress.isToRetry(atom) && !progress.declared(atom).reverts();
  }

  /** Takes the turn of an atom {@link #isWithoutBody}: all its steps are stored at once. */
  void doWithoutBody(int atom, Instant now) {
    if (progress.isToRetry(atom)) {
      retry(atom, now); // it was put round the flow later, and has yet to run
    } else if (progress.isToExecute(atom) && gate.isShut(atom)) {
      ask(progress.cells().node(atom), now);
    } else if (progress.isToExecute(atom)) {
      goOn(atom, Objects.requireNonNull(progress.cells().fanOut(atom)), now);
    } else {
      progress.begin(atom, Attempt.toRevert(flow.id(), progress.row(atom)), now);
      progress.complete(atom, new Outcome.Reverted(), now);
    }
  }

  /** The turn of a fan-out's head. */
  private void goOn(int head, Items items, Instant now) {
    if (items.areFixed()) {
      progress.pass(head, now);
      progress.fanOutsOver(head).forEach(this::spreadEarly);
      return;
    }
    try {
      progress.spread(head, sources.spread(head, task(head)).keys());
    } catch (RuntimeException e) { // a list that is none, or keys that are not distinct
      fail(head, e, now);
    }
  }

  /** Fails an atom whose body is not run. */
  private void fail(int atom, RuntimeException why, Instant now) {
    progress.begin(atom, Attempt.toExecute(flow.id(), progress.row(atom), now), now);
    String version = task(atom).version().toString();
    progress.complete(atom, new Outcome.ExecuteFailed(version, Failure.of(why, now), why), now);
  }

  private void retry(int atom, Instant now) {
    progress.retry(atom, gate::staysOut, now);
    gate.reset();
    sources.reset();
  }

  /** Lets an atom in, leaves it out, or lets it fail because nobody can tell. */
  private void ask(int node, Instant now) {
    try {
      gate.ask(node).forEach(out -> progress.leaveOut(out, now));
    } catch (FlowException e) {
      fail(node, e, now);
    }
  }

  /** Takes the end of a body; fan-outs over a list that it provides learn their keys. */
  void complete(int atom, Outcome outcome, Instant now) {
    progress.complete(atom, outcome, now);
    if (progress.row(atom).state() == AtomState.SUCCESS) {
      progress.fanOutsOver(atom).forEach(this::spreadEarly);
    }
  }

  private void spreadEarly(int head) {
    try {
      progress.spread(head, sources.spread(head, task(head)).keys());
    } catch (RuntimeException e) {
      LOG.debug("the keys of {} cannot be had; it fails when it is its turn", task(head), e);
    }
  }

  /** Begins an atom; its body may run once that is stored. */
  Assignment begin(int atom, Instant now) {
    if (progress.isToRetry(atom)) {
      retry(atom, now);
    }
    Task task = task(atom);
    AtomRecord row = progress.row(atom);
    if (progress.isToExecute(atom)) {
      Attempt attempt = Attempt.toExecute(flow.id(), row, now);
      progress.begin(atom, attempt, now);
      return new Assignment(
          atom,
          task,
          progress.isRetry(atom) ? Assignment.Body.TRY : Assignment.Body.EXECUTE,
          new StoredArguments(
              task, occasion(atom, attempt), sources.of(atom, task), StoredArguments.Past.NONE));
    }
    Attempt attempt = Attempt.toRevert(flow.id(), row);
    progress.begin(atom, attempt, now);
    StoredArguments.Past past =
        new StoredArguments.Past(
            row.execution().output(), row.execution().failure(), progress.failures());
    return new Assignment(
        atom,
        task,
        Assignment.Body.REVERT,
        new StoredArguments(task, occasion(atom, attempt), sources.ofRevert(atom, task), past));
  }

  private StoredArguments.Occasion occasion(int atom, Attempt attempt) {
    return new StoredArguments.Occasion(attempt.context(), reports.desk(atom));
  }
}
