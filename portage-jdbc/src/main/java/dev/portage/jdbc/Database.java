package dev.portage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/** Connections of one kind to one database. Thread-safe. */
final class Database implements Reads {
  private final Jdbi jdbi;
  private final SqlTrouble trouble;
  private final TableNames tables;
  private final AutoCloseable connections;

  private Database(
      DataSource source, SqlTrouble trouble, TableNames tables, AutoCloseable connections) {
    this.jdbi = Jdbi.create(source);
    this.trouble = trouble;
    this.tables = tables;
    this.connections = connections;
    // the columns of a row are bound whole, whichever of them a statement names
    jdbi.getConfig(SqlStatements.class)
        .setUnusedBindingAllowed(true)
        .setTemplateEngine((sql, context) -> tables.in(sql));
  }

  /** Connections of a pool, which is closed with this. */
  static Database of(HikariDataSource pool, SqlTrouble trouble, TableNames tables) {
    return new Database(pool, trouble, tables, pool);
  }

  /** Connections of a source that somebody else closes. */
  static Database of(DataSource source, SqlTrouble trouble, TableNames tables) {
    return new Database(source, trouble, tables, () -> {});
  }

  TableNames tables() {
    return tables;
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public SqlTrouble trouble() {
    return trouble;
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    return trouble.reading(() -> jdbi.inTransaction(work::apply));
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
