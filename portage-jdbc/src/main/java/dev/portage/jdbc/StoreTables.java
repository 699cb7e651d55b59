package dev.portage.jdbc;

import dev.portage.store.UnusableStoreException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The tables of a store, for those who look after a database: how far they are, and the making and
 * upgrading of them. Whoever opens the store later finds them.
 */
public interface StoreTables {
  /**
   * Those of the store that a URL names; nothing is opened yet.
   *
   * @throws UnusableStoreException if it names none in SQLite, PostgreSQL or MariaDB
   */
  static StoreTables of(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.startsWith(SqliteFile.PREFIX)) {
      return new FileTables(SqliteFile.of(url));
    }
    return Server.ALL.stream()
        .filter(server -> lower.startsWith(server.prefix()))
        .findFirst()
        .map(server -> new ServerTables(server, ServerUrl.of(url)))
        .orElseThrow(
            () ->
                new UnusableStoreException(
                    "this is no store whose tables are made here\n  expected: jdbc:sqlite:FILE,"
                        + " jdbc:postgresql://HOST/DATABASE or jdbc:mariadb://HOST/DATABASE"));
  }

  /**
   * The scripts for a database, in the order in which they are carried out.
   *
   * @param dialect {@code sqlite}, {@code postgresql} or {@code mariadb}
   * @param options how the tables are named, and where they are
   * @throws UnusableStoreException if nothing is known of the dialect, or the options do not suit
   *     it
   */
  static List<SchemaScript> scripts(String dialect, JdbcOptions options) {
    Dialect known = dialect(dialect);
    TableNames names = options.names();
    if (!known.isShared() && !names.isUsual()) {
      throw new UnusableStoreException(
          "a SQLite file is a store as a whole\n  next: leave schema and prefix of tables out");
    }
    SchemaScripts scripts = SchemaScripts.of(known.id());
    return IntStream.rangeClosed(1, scripts.version())
        .mapToObj(
            number ->
                new SchemaScript(
                    number,
                    SchemaScripts.fileName(known.id(), number),
                    names.in(scripts.text(number))))
        .toList();
  }

  private static Dialect dialect(String id) {
    List<Dialect> known =
        List.of(new SqliteDialect(), Server.POSTGRESQL.dialect(), Server.MARIADB.dialect());
    return known.stream()
        .filter(dialect -> dialect.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new UnusableStoreException(
                    "there are no scripts for '"
                        + id
                        + "'\n  expected: sqlite, postgresql, mariadb"));
  }

  /**
   * Looks, in a transaction that cannot write.
   *
   * @throws UnusableStoreException if there is no such database
   * @throws dev.portage.store.StoreUnavailableException if it cannot be reached
   */
  TableState look();

  /**
   * Makes what is missing and upgrades what is older, once for however many ask at the same time.
   *
   * @return the schema that was there before; 0 for none
   * @throws UnusableStoreException if the tables are newer, or something else
   * @throws dev.portage.store.StoreUnavailableException if the database cannot be reached, or does
   *     not do it
   */
  int upgrade();

  /** The scripts, named as this store wants them. */
  List<SchemaScript> scripts();
}
