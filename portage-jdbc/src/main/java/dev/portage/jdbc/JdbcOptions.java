package dev.portage.jdbc;

import dev.portage.store.StoreOptions;
import dev.portage.store.UnusableStoreException;
import org.jspecify.annotations.Nullable;

/**
 * How a store lies in a database server.
 *
 * @param schema where the tables are; null for wherever the connection looks first. MariaDB calls
 *     it a database
 * @param tablePrefix what the names of tables begin with
 * @param tables whether opening makes or upgrades tables
 * @param transactions how many tasks may work in transactions at a time, see {@link JdbcBody}. A
 *     data source of the application needs two connections more than that
 * @param store how it works, as on every database
 */
public record JdbcOptions(
    @Nullable String schema,
    String tablePrefix,
    TablePolicy tables,
    int transactions,
    StoreOptions store) {
  private static final int TRANSACTIONS = 8;
  private static final String NAME = "[a-z_][a-z0-9_]{0,39}";

  /** Refuses names that would have to be quoted, as they become parts of statements. */
  public JdbcOptions {
    check("schema", schema == null ? "x" : schema);
    check("prefix of tables", tablePrefix);
    if (transactions < 1) {
      throw new UnusableStoreException(
          "a store cannot have "
              + transactions
              + " transactions of tasks at a time; expected 1 or more");
    }
  }

  private static void check(String what, String name) {
    if (!name.matches(NAME)) {
      throw new UnusableStoreException(
          "the "
              + what
              + " is '"
              + name
              + "'\n  expected at most 40 of a-z, 0-9 and _, no digit first");
    }
  }

  /** The connection's own schema, {@code portage_}, nothing made, the usual options. */
  public static JdbcOptions defaults() {
    return new JdbcOptions(
        null, TableNames.USUAL_PREFIX, TablePolicy.CHECK, TRANSACTIONS, StoreOptions.defaults());
  }

  /** Tables in another schema; null for the connection's own. */
  public JdbcOptions withSchema(@Nullable String other) {
    return new JdbcOptions(other, tablePrefix, tables, transactions, store);
  }

  /** Tables whose names begin otherwise. */
  public JdbcOptions withTablePrefix(String other) {
    return new JdbcOptions(schema, other, tables, transactions, store);
  }

  /** Tables that opening makes, or does not. */
  public JdbcOptions withTables(TablePolicy other) {
    return new JdbcOptions(schema, tablePrefix, other, transactions, store);
  }

  /** So many transactions of tasks at a time. */
  public JdbcOptions withTransactions(int most) {
    return new JdbcOptions(schema, tablePrefix, tables, most, store);
  }

  /** A store that works otherwise: clock, limits, codecs. */
  public JdbcOptions withStore(StoreOptions other) {
    return new JdbcOptions(schema, tablePrefix, tables, transactions, other);
  }

  TableNames names() {
    return new TableNames(tablePrefix, schema);
  }
}
