package dev.portage.model;

import org.jspecify.annotations.Nullable;

/** A task written as a class. For a task that can be undone see {@link RevertibleTaskBody}. */
public interface TaskBody {
  /** Name, version and slots: a {@link Task} without a body. Must be the same at every call. */
  Task declaration();

  /**
   * Does the work.
   *
   * @return what {@link Task#execute} asks for
   * @throws Exception to fail the task, which reverts the flow
   */
  @Nullable Object execute(Arguments in) throws Exception;
}
