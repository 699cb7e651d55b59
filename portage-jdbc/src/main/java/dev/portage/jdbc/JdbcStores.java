package dev.portage.jdbc;

import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import javax.sql.DataSource;

/**
 * Opens stores over connections that an application has anyway, to PostgreSQL or MariaDB. A store
 * takes one connection for its writer while there is something to write, and one for each reading.
 * The source is not closed with the store.
 */
public final class JdbcStores {
  private JdbcStores() {}

  /**
   * Opens a store.
   *
   * @param source gives connections in auto-commit mode, to one database, whose transactions the
   *     store begins and ends itself
   * @throws dev.portage.store.UnusableStoreException if the database is of a kind that is not known
   *     here, or the tables are not those of this version
   * @throws dev.portage.store.StoreUnavailableException if it cannot be reached
   */
  public static FlowStore open(DataSource source, JdbcOptions options) {
    return ServerStores.open(source, options);
  }

  /** Opens a store for reading only: its transactions are read-only ones. */
  public static FlowReader openForReading(DataSource source, JdbcOptions options) {
    return ServerStores.openForReading(source, options);
  }
}
