package dev.portage.jdbc;

import dev.portage.store.FlowHeader;
import dev.portage.store.StoreTransaction;
import dev.portage.store.TransactionFailedException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transaction that a body works in, and its connection. */
final class JdbcTransaction implements StoreTransaction {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcTransaction.class);

  /** Set before the body: it is gone if the body has ended the transaction itself. */
  private static final String MARK = "portage_body";

  private static final int PATIENCE_IN_SECONDS = 5;

  private final Handle handle;
  private final SqlTrouble trouble;
  private final Runnable sealed;
  private final Runnable ended;
  private final LentConnection connection;
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * In a transaction that has just begun.
   *
   * @param sealed run when the body has ended
   * @param ended run once when the connection has been given back
   */
  JdbcTransaction(Handle handle, SqlTrouble trouble, Runnable sealed, Runnable ended) {
    this.handle = handle;
    this.trouble = trouble;
    this.sealed = sealed;
    this.ended = ended;
    this.connection = new LentConnection(handle.getConnection());
    handle.savepoint(MARK);
  }

  @Override
  public <C> C connection(Class<C> kind) {
    return kind.cast(connection.lent());
  }

  @Override
  public void seal() {
    connection.takeBack();
    sealed.run();
  }

  @Override
  public boolean isLost() {
    try {
      return !handle.getConnection().isValid(PATIENCE_IN_SECONDS);
    } catch (SQLException | JdbiException e) {
      LOG.debug("a connection of {} cannot be asked whether it is there", trouble.place(), e);
      return true;
    }
  }

  /**
   * Writes, and commits everything.
   *
   * @throws dev.portage.model.FlowException as {@link dev.portage.store.FlowStore#commit} does;
   *     nothing was written then
   */
  FlowHeader commit(FlowExchange exchange, WriteRows write) {
    try {
      takeMark();
      FlowHeader after = exchange.write(handle, write);
      handle.commit();
      return after;
    } catch (JdbiException e) {
      if (trouble.isRefusal(e)) {
        throw failed(
            "the database refuses what its body has written, all of it: " + trouble.explain(e), e);
      }
      throw trouble.unavailable("could not be written", e);
    } finally {
      close();
    }
  }

  private void takeMark() {
    try {
      handle.releaseSavepoint(MARK);
    } catch (JdbiException e) {
      if (trouble.isOfAll(e) || isLost()) {
        throw e;
      }
      throw failed(
          "its body has ended the transaction itself, as DDL may do and COMMIT does, or went on"
              + " after a statement of it had failed: "
              + trouble.explain(e),
          e);
    }
  }

  private static TransactionFailedException failed(String why, Throwable cause) {
    return new TransactionFailedException(
        "the transaction of a task cannot be committed\n  found: "
            + why
            + "\n  next: mend the body",
        cause);
  }

  @Override
  public void close() {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    seal();
    try {
      if (handle.isInTransaction()) {
        handle.rollback();
      }
    } catch (RuntimeException e) {
      LOG.debug("a transaction in {} is rolled back by the server", trouble.place(), e);
    }
    try {
      handle.close();
    } catch (RuntimeException e) {
      LOG.debug("a connection to {} could not be given back", trouble.place(), e);
    }
    ended.run();
  }
}
