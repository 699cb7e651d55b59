package dev.portage.model;

/**
 * Where and how often a task runs.
 *
 * @param flowId the flow
 * @param task the task
 * @param attempt 1 for the first; a retry or a reset counts up, a re-execution after a crash does
 *     not
 * @param idempotencyKey the same for every execution of one attempt, across crashes and renames:
 *     hand it to services that drop repeated requests
 * @param isReExecution whether an earlier execution of this attempt may have got part of the way
 */
public record TaskContext(
    String flowId, String task, int attempt, String idempotencyKey, boolean isReExecution) {}
