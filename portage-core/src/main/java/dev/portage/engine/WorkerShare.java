package dev.portage.engine;

/**
 * The workers that one run has, and its place in the queue for another. A worker whose body has
 * ended is kept for what that body releases, so that one write says both. Not thread-safe.
 */
final class WorkerShare {
  /** So many bodies in a row a run may give a worker that others wait for. */
  private static final int FAIR_TURN = 32;

  private final Workers workers;
  private final Runnable granted;
  private int spare;
  private int turn;
  private boolean queued;

  /**
   * Has none at first.
   *
   * @param granted run, on any thread, when a worker that was waited for has come; the run then
   *     calls {@link #accept}
   */
  WorkerShare(Workers workers, Runnable granted) {
    this.workers = workers;
    this.granted = granted;
  }

  /** Takes a worker for a body; if there is none, waits for one in the queue. */
  boolean take() {
    if (spare > 0) {
      spare--;
      return true;
    }
    if (!queued) {
      queued = !workers.acquire(granted);
      return !queued;
    }
    return false;
  }

  /** The worker that was waited for has come. */
  void accept() {
    queued = false;
    spare++;
  }

  /** A body has ended, or will never run. */
  void add() {
    spare++;
    if (++turn % FAIR_TURN == 0 && workers.isContended()) {
      giveBack();
    }
  }

  /** Gives back every worker that is not needed. */
  void giveBack() {
    for (; spare > 0; spare--) {
      workers.release();
    }
  }
}
