package dev.portage.jdbc;

import dev.portage.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * The sole right to make or upgrade tables, in a transaction that waits for its server as long as
 * it takes: an index over many rows is not made within the time that is enough for everything else.
 */
final class SchemaLock implements AutoCloseable {
  private final Handle handle;
  private final SqlTrouble trouble;
  private final int timeout;

  private SchemaLock(Handle handle, SqlTrouble trouble, int timeout) {
    this.handle = handle;
    this.trouble = trouble;
    this.timeout = timeout;
  }

  /**
   * Takes it, waiting a minute for somebody else.
   *
   * @throws StoreUnavailableException if that is not enough
   */
  static SchemaLock take(Handle handle, SqlTrouble trouble) {
    SchemaLock lock = new SchemaLock(handle, trouble, wait(handle, trouble, 0));
    if (trouble.dialect().lockSchema(handle)) {
      return lock;
    }
    wait(handle, trouble, lock.timeout);
    throw new StoreUnavailableException(
        "the tables of the store "
            + trouble.place()
            + " could not be made or upgraded: somebody else is at it, and has not ended after a"
            + " minute\n  next: try again");
  }

  /** Carries out a script under the lock. */
  void carryOut(String script) {
    // one by one: in a batch MariaDB goes on behind a statement that fails
    handle.createScript(script).executeAsSeparateStatements();
  }

  /** Waits so many milliseconds for answers, for ever if 0; gives how long it was before. */
  private static int wait(Handle handle, SqlTrouble trouble, int millis) {
    if (!trouble.dialect().isShared()) {
      return 0; // a file has no network in front of it
    }
    Connection connection = handle.getConnection();
    try {
      int before = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, millis);
      return before;
    } catch (SQLException e) {
      throw trouble.unavailable("could not be upgraded", e);
    }
  }

  @Override
  public void close() {
    trouble.dialect().unlockSchema(handle);
    wait(handle, trouble, timeout);
  }
}
