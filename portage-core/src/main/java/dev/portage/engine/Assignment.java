package dev.portage.engine;

import dev.portage.model.Task;

/** A body to be run: what a worker is given. */
record Assignment(int atom, Task task, Body body, StoredArguments in) {
  /** Which body of the task. */
  enum Body {
    EXECUTE,
    REVERT
  }

  Outcome run(AtomRunner runner) {
    return body == Body.EXECUTE ? runner.execute(task, in) : runner.revert(task, in);
  }

  /** Whether it may be interrupted or run again, and so is more than one run of its body. */
  boolean isLimited() {
    return task.timeout() != null || task.repetition() != null;
  }

  /** How it ends with this failure, whatever the body did. */
  Outcome failed(AtomRunner runner, Throwable why) {
    return body == Body.EXECUTE ? runner.executeFailed(task, why) : runner.revertFailed(why);
  }

  /** The same body, which may have got part of the way before. */
  Assignment again() {
    return new Assignment(atom, task, body, in.again());
  }
}
