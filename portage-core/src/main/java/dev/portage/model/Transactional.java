package dev.portage.model;

import org.jspecify.annotations.Nullable;

/**
 * A body that works in the transaction in which its end is stored: what it writes there is
 * committed together with its completion, exactly once, or not at all. It is given to {@link
 * Task#execute} or {@link Task#revert} as it is; a body that wraps it is an ordinary one. The store
 * must have transactions of this kind.
 *
 * @param <C> what it works with, such as {@code java.sql.Connection}; not usable any more when the
 *     body has returned
 */
public sealed interface Transactional<C> {
  /** The work of a task. */
  @FunctionalInterface
  interface Work<C> {
    /** Does the work; see {@link Task#execute}. */
    @Nullable Object execute(Arguments in, C connection) throws Exception;
  }

  /** The undoing of a task. */
  @FunctionalInterface
  interface Undo<C> {
    /** Undoes the work; see {@link Task#revert}. */
    void revert(RevertArguments in, C connection) throws Exception;
  }

  /** What it works with. */
  Class<C> kind();

  /** A body for {@link Task#execute}. */
  static <C> Task.Execute execute(Class<C> kind, Work<C> work) {
    return new Execute<>(kind, work);
  }

  /** An undoing for {@link Task#revert}. */
  static <C> Task.Revert revert(Class<C> kind, Undo<C> undo) {
    return new Revert<>(kind, undo);
  }

  /** Executes in a transaction. */
  record Execute<C>(Class<C> kind, Work<C> work) implements Transactional<C>, Task.Execute {
    @Override
    public @Nullable Object execute(Arguments in) {
      throw needsTransaction(in.context().task(), kind);
    }
  }

  /** Reverts in a transaction. */
  record Revert<C>(Class<C> kind, Undo<C> undo) implements Transactional<C>, Task.Revert {
    @Override
    public void revert(RevertArguments in) {
      throw needsTransaction(in.context().task(), kind);
    }
  }

  private static FlowException needsTransaction(String task, Class<?> kind) {
    return new FlowException(
        "a body of '"
            + task
            + "' works in a transaction with a "
            + kind.getName()
            + ", found none: it is called from another body\n  next: give it to Task.execute or"
            + " Task.revert as it is");
  }
}
