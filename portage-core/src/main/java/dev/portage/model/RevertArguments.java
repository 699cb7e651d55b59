package dev.portage.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a revert may read: the task's own slots, its stored output, and what went wrong. */
public interface RevertArguments extends Arguments {
  /**
   * What the task stored in one of the slots it provides; null if it never finished, or stored
   * null.
   *
   * @throws FlowException if the task does not provide the slot
   */
  <T> @Nullable T result(Slot<T> slot);

  /** Why the task itself failed; null if it did not. */
  @Nullable Failure failure();

  /** Every failure stored in the flow, by atom name. */
  Map<String, Failure> flowFailures();
}
