package dev.portage.model;

/**
 * What a task may read while it executes: the slots it requires. A read-only view, safe to share
 * between threads.
 */
public interface Arguments extends Inputs {
  /** Where and how often the task runs. */
  TaskContext context();
}
