package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.Output;
import dev.portage.store.Reversal;
import dev.portage.store.StoreTransaction;
import dev.portage.store.StoreUnavailableException;
import dev.portage.store.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the body of an atom ended. */
sealed interface Outcome {
  /** The row after it. */
  AtomRecord applyTo(AtomRecord row, Instant now);

  /** What the body threw; null if it did not. */
  default @Nullable Throwable thrown() {
    return null;
  }

  /** What it adds to what is stored of the flow. */
  default long bytes() {
    return 0;
  }

  /** Nothing will come of it: what it holds is given back. */
  default void discard() {}

  /** It has executed. */
  record Executed(@Nullable String version, Output output) implements Outcome {
    @Override
    public long bytes() {
      return output.value().size();
    }

    @Override
    public AtomRecord applyTo(AtomRecord row, Instant now) {
      Execution was = row.execution();
      return row.in(AtomState.SUCCESS)
          .with(
              new Execution(
                  version, output, null, was.attempts(), was.idempotencyKey(), ended(was, now)));
    }
  }

  /** A retry has given what the next attempt runs with. */
  record Tried(Executed executed) implements Outcome {
    @Override
    public long bytes() {
      return executed.bytes();
    }

    @Override
    public AtomRecord applyTo(AtomRecord row, Instant now) {
      return executed
          .applyTo(row, now)
          .remembering(StoredHistory.tried(row.history(), executed.output()));
    }
  }

  /** It could not execute, or what it returned can't be stored. */
  record ExecuteFailed(@Nullable String version, Failure problem, Throwable thrown)
      implements Outcome {
    @Override
    public AtomRecord applyTo(AtomRecord row, Instant now) {
      Execution was = row.execution();
      return row.in(AtomState.FAILURE)
          .with(
              new Execution(
                  version, null, problem, was.attempts(), was.idempotencyKey(), ended(was, now)));
    }
  }

  /** It has been undone. Output and failure stay, for those who ask what happened. */
  record Reverted() implements Outcome {
    @Override
    public AtomRecord applyTo(AtomRecord row, Instant now) {
      return row.with(Reversal.NONE).in(AtomState.REVERTED);
    }
  }

  /** It could not be undone. The output stays: it says what is left outside. */
  record RevertFailed(Failure problem, Throwable thrown) implements Outcome {
    @Override
    public AtomRecord applyTo(AtomRecord row, Instant now) {
      return row.with(new Reversal(null, problem)).in(AtomState.REVERT_FAILURE);
    }
  }

  /** It has ended well, in a transaction that is still to be committed, or discarded. */
  record Uncommitted(Outcome how, StoreTransaction transaction) implements Outcome {
    @Override
    public long bytes() {
      return how.bytes();
    }

    @Override
    public AtomRecord applyTo(AtomRecord row, Instant now) {
      return how.applyTo(row, now);
    }

    @Override
    public void discard() {
      transaction.close();
    }
  }

  /** The store has lost its transaction, or could not begin one: it is as if it had not run. */
  record Lost(StoreUnavailableException thrown) implements Outcome {
    @Override
    public AtomRecord applyTo(AtomRecord row, Instant now) {
      return row;
    }
  }

  private static Times ended(Execution was, Instant now) {
    return new Times(was.times().began(), now);
  }
}
