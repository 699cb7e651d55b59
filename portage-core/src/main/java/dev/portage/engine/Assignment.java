package dev.portage.engine;

import dev.portage.model.Task;

/** A body to be run: what a worker is given. */
record Assignment(int atom, Task task, Body body, StoredArguments in) {
  /** Which body of the task; a retry's is run as that of a task with the same slots. */
  enum Body {
    EXECUTE,
    TRY,
    REVERT
  }

  Outcome run(AtomRunner runner) {
    if (body == Body.REVERT) {
      return runner.revert(task, in);
    }
    Outcome outcome = runner.execute(task, in);
    return body == Body.TRY && outcome instanceof Outcome.Executed executed
        ? new Outcome.Tried(executed)
        : outcome;
  }

  /** Whether it may be interrupted or run again, and so is more than one run of its body. */
  boolean isLimited() {
    return task.timeout() != null || task.repetition() != null;
  }

  /** How it ends with this failure, whatever the body did. */
  Outcome failed(AtomRunner runner, Throwable why) {
    return body == Body.REVERT ? runner.revertFailed(why) : runner.executeFailed(task, why);
  }

  /** The same body, which may have got part of the way before. */
  Assignment again() {
    return new Assignment(atom, task, body, in.again());
  }
}
