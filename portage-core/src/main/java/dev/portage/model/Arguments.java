package dev.portage.model;

/**
 * What a task may read while it executes: the slots it requires. A read-only view, safe to share
 * between threads.
 */
public interface Arguments extends Inputs {
  /** Where and how often the task runs. */
  TaskContext context();

  /**
   * Says how far the body is. Returns at once; stored with the flow's next write, or else within a
   * second, so it may be called often. Of several reports between two writes the last is stored;
   * the last of all never gets lost. Dropped once the task has ended.
   *
   * @param fraction from 0 to 1; what lies outside counts as the nearer end
   * @param text what it does at the moment, for people; no longer than a thousand characters
   * @throws IllegalArgumentException if the text is longer
   */
  void progress(double fraction, String text);
}
