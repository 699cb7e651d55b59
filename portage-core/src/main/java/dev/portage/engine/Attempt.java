package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.model.TaskContext;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowId;
import dev.portage.store.Reversal;
import dev.portage.store.Times;
import java.time.Instant;

/**
 * The beginning of an execution or of a revert.
 *
 * <p>A stored idempotency key belongs to an attempt that is still open, so an atom that has one is
 * begun again under the same attempt and key. Who resets an atom for a new attempt clears the key.
 *
 * @param row the row to be stored before the body may run
 * @param context what the body is told about itself
 */
record Attempt(AtomRecord row, TaskContext context) {

  static Attempt toExecute(FlowId flow, AtomRecord row, Instant now) {
    Execution was = row.execution();
    String key = was.idempotencyKey();
    boolean again = row.state() == AtomState.RUNNING || (key != null && was.attempts() > 0);
    int attempt = again ? Math.max(was.attempts(), 1) : was.attempts() + 1;
    String kept = key == null ? flow + "/" + row.name() + "/" + attempt : key;
    Execution begun = new Execution(null, null, null, attempt, kept, new Times(now, null));
    return new Attempt(
        row.in(AtomState.RUNNING).with(begun),
        new TaskContext(flow.text(), row.name().toString(), attempt, kept, again));
  }

  static Attempt toRevert(FlowId flow, AtomRecord row) {
    Execution was = row.execution();
    int attempt = Math.max(was.attempts(), 1);
    String key = was.idempotencyKey();
    String kept = key == null ? flow + "/" + row.name() + "/" + attempt : key;
    return new Attempt(
        row.in(AtomState.REVERTING).intending(Intention.REVERT).with(Reversal.NONE),
        new TaskContext(
            flow.text(), row.name().toString(), attempt, kept, row.state() == AtomState.REVERTING));
  }
}
