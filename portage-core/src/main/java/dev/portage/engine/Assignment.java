package dev.portage.engine;

import dev.portage.model.Task;
import dev.portage.model.Transactional;
import org.jspecify.annotations.Nullable;

/** A body to be run: what a worker is given. */
record Assignment(int atom, Task task, Body body, StoredArguments in) {
  /** Which body of the task; a retry's is run as that of a task with the same slots. */
  enum Body {
    EXECUTE,
    TRY,
    REVERT
  }

  Outcome run(Workshop shop) {
    Transactional<?> transactional = transactional();
    if (transactional != null) {
      return Transacted.run(shop, this, transactional);
    }
    if (body == Body.REVERT) {
      return shop.runner().revert(task, task.undo(), in);
    }
    Outcome outcome = shop.runner().execute(task, task.body(), in);
    return body == Body.TRY && outcome instanceof Outcome.Executed executed
        ? new Outcome.Tried(executed)
        : outcome;
  }

  /** The body, if it works in a transaction; else null. */
  @Nullable Transactional<?> transactional() {
    Object code = body == Body.REVERT ? task.undo() : task.body();
    return code instanceof Transactional<?> transactional ? transactional : null;
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
