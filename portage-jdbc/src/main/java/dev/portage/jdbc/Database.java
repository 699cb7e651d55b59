package dev.portage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;

/** Connections of one kind to one database. Thread-safe. */
final class Database implements Reads {
  private final Jdbi jdbi;
  private final SqlTrouble trouble;
  private final TableNames tables;
  private final String first;
  private final AutoCloseable connections;

  private Database(DataSource source, SqlTrouble trouble, TableNames tables, Use use) {
    this.jdbi = Jdbi.create(source);
    this.trouble = trouble;
    this.tables = tables;
    this.first = use.first();
    this.connections = use.end();
    // the columns of a row are bound whole, whichever of them a statement names
    jdbi.getConfig(SqlStatements.class)
        .setUnusedBindingAllowed(true)
        .setTemplateEngine((sql, context) -> tables.in(sql));
  }

  /** Connections of a pool, which is closed with this. */
  static Database of(HikariDataSource pool, SqlTrouble trouble, TableNames tables) {
    Database database = new Database(pool, trouble, tables, new Use("", pool));
    if (!pool.isAutoCommit()) {
      database.jdbi.setTransactionHandler(LocalTransactionHandler.managed());
    }
    return database;
  }

  /**
   * Connections of a source that somebody else closes.
   *
   * @param first a statement that begins each transaction; none if empty
   */
  static Database of(DataSource source, SqlTrouble trouble, TableNames tables, String first) {
    return new Database(source, trouble, tables, new Use(first, () -> {}));
  }

  /** What is said first in each transaction, and how connections are given back in the end. */
  private record Use(String first, AutoCloseable end) {}

  TableNames tables() {
    return tables;
  }

  Jdbi jdbi() {
    return jdbi;
  }

  /**
   * Does something in a transaction; what fails is thrown as it is, and nothing is changed then.
   */
  <T> T write(Function<Handle, T> work) {
    return jdbi.inTransaction(handle -> begun(handle, work));
  }

  private <T> T begun(Handle handle, Function<Handle, T> work) {
    if (!first.isEmpty()) {
      handle.execute(first);
    }
    return work.apply(handle);
  }

  /** Begins a transaction, to be ended and closed by the caller. */
  Handle begin() {
    Handle handle = jdbi.open();
    try {
      handle.begin();
      if (!first.isEmpty()) {
        handle.execute(first);
      }
      return handle;
    } catch (RuntimeException e) {
      try (handle) {
        handle.rollback();
      } catch (RuntimeException another) {
        e.addSuppressed(another);
      }
      throw e;
    }
  }

  @Override
  public SqlTrouble trouble() {
    return trouble;
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    return trouble.reading(() -> write(work));
  }

  @Override
  public void close() {
    try {
      connections.close();
    } catch (Exception e) {
      throw trouble.unavailable("could not be closed", e);
    }
  }
}
