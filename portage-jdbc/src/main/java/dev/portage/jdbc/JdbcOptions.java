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
 * @param store how it works, as on every database
 */
public record JdbcOptions(
    @Nullable String schema, String tablePrefix, TablePolicy tables, StoreOptions store) {
  private static final String NAME = "[a-z_][a-z0-9_]{0,39}";

  /** Refuses names that would have to be quoted, as they become parts of statements. */
  public JdbcOptions {
    check("schema", schema == null ? "x" : schema);
    check("prefix of tables", tablePrefix);
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
        null, TableNames.USUAL_PREFIX, TablePolicy.CHECK, StoreOptions.defaults());
  }

  /** Tables in another schema; null for the connection's own. */
  public JdbcOptions withSchema(@Nullable String other) {
    return new JdbcOptions(other, tablePrefix, tables, store);
  }

  /** Tables whose names begin otherwise. */
  public JdbcOptions withTablePrefix(String other) {
    return new JdbcOptions(schema, other, tables, store);
  }

  /** Tables that opening makes, or does not. */
  public JdbcOptions withTables(TablePolicy other) {
    return new JdbcOptions(schema, tablePrefix, other, store);
  }

  /** A store that works otherwise: clock, limits, codecs. */
  public JdbcOptions withStore(StoreOptions other) {
    return new JdbcOptions(schema, tablePrefix, tables, other);
  }

  TableNames names() {
    return new TableNames(tablePrefix, schema);
  }
}
