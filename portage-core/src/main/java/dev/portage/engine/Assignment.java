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
}
