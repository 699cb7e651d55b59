package dev.portage.engine;

import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The bodies of one run that begin with its next write, and the workers for them. Not thread-safe.
 */
final class Roster {
  private final Assigner assigner;
  private final Progress progress;
  private final Pace pace;
  private final WorkerShare workers;
  private final List<Assignment> chosen = new ArrayList<>();

  /**
   * Empty.
   *
   * @param granted run, on any thread, when a worker that was waited for has come; the run then
   *     calls {@link #accept}
   */
  Roster(Workshop shop, Assigner assigner, Pace pace, Runnable granted) {
    this.assigner = assigner;
    this.progress = assigner.progress();
    this.pace = pace;
    this.workers = new WorkerShare(shop.workers(), granted);
  }

  /** Begins all that may begin now; what has no body is done at once. */
  void choose(Instant now) {
    for (int atom = progress.next(); atom >= 0; atom = progress.next()) {
      if (assigner.isWithoutBody(atom)) {
        assigner.doWithoutBody(atom, now);
      } else if (pace.allows(progress.active()) && workers.take()) {
        pace.begun(progress.row(atom).name());
        chosen.add(assigner.begin(atom, now));
      } else {
        return;
      }
    }
  }

  /** Fails what a crash has left in doubt: its flow is cancelled, so it is not executed again. */
  void cancelInDoubt(FlowId flow, AtomRunner runner, Instant now) {
    for (int atom = progress.inDoubt(); atom >= 0; atom = progress.inDoubt()) {
      Task task = assigner.task(atom);
      progress.begin(atom, Attempt.toExecute(flow, progress.row(atom), now), now);
      Throwable why = new FlowCancelledException(task, flow.text(), null);
      progress.complete(atom, runner.executeFailed(task, why), now);
    }
  }

  /** What was chosen since the last call. */
  List<Assignment> drain() {
    List<Assignment> all = List.copyOf(chosen);
    chosen.clear();
    return all;
  }

  /** The worker that was waited for has come. */
  void accept() {
    workers.accept();
  }

  /** A body has ended, or will not run. */
  void ended() {
    workers.add();
  }

  /** Takes how it has ended. */
  void complete(Assignment assignment, Outcome outcome, Instant at) {
    assigner.complete(assignment.atom(), outcome, at);
  }

  /** The row of its atom. */
  AtomRecord row(Assignment assignment) {
    return progress.row(assignment.atom());
  }

  /** What the values of all atoms take. */
  long bytes() {
    return progress.cells().bytes();
  }

  /** Gives back every worker that is not needed. */
  void giveBack() {
    workers.giveBack();
  }

  /** Nothing more is begun, not even what was chosen. */
  void drop() {
    drain().forEach(never -> workers.add());
    workers.giveBack();
  }
}
