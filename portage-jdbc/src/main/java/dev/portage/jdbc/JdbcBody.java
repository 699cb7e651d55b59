package dev.portage.jdbc;

import dev.portage.model.Arguments;
import dev.portage.model.Task;
import dev.portage.model.Transactional;
import java.sql.Connection;

/**
 * Bodies of tasks that work on a connection of the store's, in the transaction in which their end
 * is stored: their rows and their completion are committed together, exactly once, or not at all.
 *
 * <pre>{@code
 * Task.named("book").requires(ORDER).execute(JdbcBody.run((in, connection) -> ...))
 * }</pre>
 *
 * <p>The transaction reads what is committed. If the body throws, it is rolled back and the task
 * fails. The connection refuses to be committed, rolled back or closed, and cannot be used after
 * the body has returned; savepoints are the body's own.
 */
public final class JdbcBody {
  private JdbcBody() {}

  /** The work of a task that provides nothing. */
  @FunctionalInterface
  public interface Run {
    /** Does the work. */
    void run(Arguments in, Connection connection) throws Exception;
  }

  /** A body for {@link Task#execute}. */
  public static Task.Execute execute(Transactional.Work<Connection> work) {
    return Transactional.execute(Connection.class, work);
  }

  /** A body for {@link Task#execute} that provides nothing. */
  public static Task.Execute run(Run work) {
    return execute(
        (in, connection) -> {
          work.run(in, connection);
          return null;
        });
  }

  /** An undoing for {@link Task#revert}. */
  public static Task.Revert revert(Transactional.Undo<Connection> undo) {
    return Transactional.revert(Connection.class, undo);
  }
}
