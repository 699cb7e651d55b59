package dev.portage.engine;

import dev.portage.model.Failure;
import dev.portage.model.Task;
import dev.portage.store.Output;
import dev.portage.store.PayloadTooLargeException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs bodies and turns whatever they do into an {@link Outcome}. Thread-safe. */
record AtomRunner(InstantSource clock, int maxPayloadBytes) {

  Outcome execute(Task task, Task.@Nullable Execute body, StoredArguments in) {
    try {
      in.require(task.needs());
      Output output = SlotValues.outputOf(task, body == null ? null : body.execute(in));
      if (output.value().size() > maxPayloadBytes) {
        throw new PayloadTooLargeException(
            "the output of task '" + task.name() + "' of flow '" + in.context().flowId() + "'",
            output.value().size(),
            maxPayloadBytes);
      }
      return new Outcome.Executed(task.version().toString(), output);
    } catch (Throwable thrown) { // user code: an Error fails the task as an exception does
      return executeFailed(task, thrown);
    }
  }

  Outcome executeFailed(Task task, Throwable why) {
    return new Outcome.ExecuteFailed(task.version().toString(), describe(why), why);
  }

  Outcome revertFailed(Throwable why) {
    return new Outcome.RevertFailed(describe(why), why);
  }

  Outcome revert(Task task, Task.@Nullable Revert undo, StoredArguments in) {
    try {
      in.require(task.revertNeeds());
      if (undo != null) {
        undo.revert(in);
      }
      return new Outcome.Reverted();
    } catch (Throwable thrown) { // as above
      return revertFailed(thrown);
    }
  }

  private Failure describe(Throwable thrown) {
    try {
      return Failure.of(thrown, clock.instant());
    } catch (Throwable another) { // out of memory, or a getMessage() that throws
      return new Failure(
          thrown.getClass().getName(),
          "its text cannot be had: " + another.getClass().getName(),
          "",
          List.of(),
          clock.instant());
    }
  }
}
