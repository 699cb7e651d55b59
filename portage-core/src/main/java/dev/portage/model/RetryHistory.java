package dev.portage.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attempts of a retry so far, oldest first. A read-only view of what is stored. */
public interface RetryHistory {
  /** How many attempts there were, the one that has just failed included. */
  int size();

  /**
   * What the retry gave for a slot at each attempt; JSON null is null.
   *
   * @throws FlowException if a stored value cannot be read as the slot's type
   */
  <T> List<@Nullable T> values(Slot<T> slot);

  /**
   * What failed in an attempt, by atom; a retry further inside that gave up is named like a task.
   *
   * @param attempt from 0
   */
  Map<String, Failure> failures(int attempt);
}
