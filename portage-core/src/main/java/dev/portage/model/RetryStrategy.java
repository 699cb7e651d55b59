package dev.portage.model;

import org.jspecify.annotations.Nullable;

/**
 * When a flow is tried again, and with which value. Asked again after a crash, so it answers alike
 * for the same history and has no effects. Thread-safe.
 */
public interface RetryStrategy {
  /** What becomes of a flow in which an atom has failed. */
  enum Decision {
    /** What the flow has done is reverted, then it runs again. */
    RETRY,
    /** The retry around this flow is asked; where none wants more, only this flow is reverted. */
    REVERT,
    /** Everything is reverted, whatever retries around this flow say. */
    REVERT_ALL
  }

  /**
   * Decides about a failure.
   *
   * @param history every attempt, the one that has just failed included
   * @param in the slots that the retry requires
   * @throws Exception if it cannot decide, which counts as REVERT
   */
  Decision onFailure(RetryHistory history, Inputs in) throws Exception;

  /**
   * The value of the next attempt.
   *
   * @param history the attempts before it
   * @param in the slots that the retry requires
   * @return what {@link Task#execute} asks for, for the slots that the retry provides
   * @throws Exception if there is none, which fails the retry itself
   */
  @Nullable Object execute(RetryHistory history, Inputs in) throws Exception;

  /** The strategy in a few words, such as {@code times 3}: kept in the shape of the flow. */
  String describe();
}
