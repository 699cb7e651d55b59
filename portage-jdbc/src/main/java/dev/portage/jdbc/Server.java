package dev.portage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import dev.portage.store.UnusableStoreException;
import java.util.List;
import java.util.Map;

/**
 * A kind of database server, and how connections to it are set up.
 *
 * @param product what its driver calls it
 * @param driver the artifact of its driver
 * @param dialect what it understands
 * @param properties of connections, unless a URL says otherwise
 * @param said what is said on connections
 */
record Server(
    String product, String driver, Dialect dialect, Map<String, String> properties, Said said) {
  /**
   * What is said on connections before they are used. Nobody waits long for the locks of somebody
   * else, as all other writes wait then, nor holds any for long without doing something: a process
   * may stand still. PostgreSQL is told to find rows by their keys when it writes: a plan that was
   * made while the tables were small would otherwise read all of them for as long as the connection
   * lasts.
   *
   * @param writing once on each connection of ours that writes
   * @param reading once on each connection of ours that reads
   * @param writingOnce first in a transaction that writes, on connections of somebody else
   * @param readingOnce first in a transaction that reads, on connections of somebody else
   * @param lending once on each connection of ours that tasks work on, who may take longer
   * @param lendingOnce first in a transaction of a task, on connections of somebody else
   */
  record Said(
      String writing,
      String reading,
      String writingOnce,
      String readingOnce,
      String lending,
      String lendingOnce) {}

  private static final String SOCKET_TIMEOUT = "socketTimeout";

  static final Server POSTGRESQL =
      new Server(
          "PostgreSQL",
          "org.postgresql:postgresql",
          new PostgresDialect(),
          Map.of(
              "ApplicationName",
              "portage",
              "connectTimeout",
              "10",
              SOCKET_TIMEOUT,
              "60",
              "tcpKeepAlive",
              "true"),
          new Said(
              "SET lock_timeout = '200ms'; SET idle_in_transaction_session_timeout = '10s';"
                  + " SET enable_seqscan = off; SET enable_hashjoin = off;"
                  + " SET enable_mergejoin = off; SET jit = off; SET plan_cache_mode = force_generic_plan;"
                  + " SELECT set_config('synchronous_commit', 'on', false)"
                  + " WHERE current_setting('synchronous_commit') = 'off'",
              "SET idle_in_transaction_session_timeout = '60s'",
              "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '200ms';"
                  + " SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;"
                  + " SET LOCAL enable_mergejoin = off; SET LOCAL jit = off;"
                  + " SET LOCAL plan_cache_mode = force_generic_plan;"
                  + " SET LOCAL idle_in_transaction_session_timeout = '10s'",
              "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
              "SET idle_in_transaction_session_timeout = '5min';"
                  + " SELECT set_config('synchronous_commit', 'on', false)"
                  + " WHERE current_setting('synchronous_commit') = 'off'",
              "SET TRANSACTION ISOLATION LEVEL READ COMMITTED;"
                  + " SET LOCAL idle_in_transaction_session_timeout = '5min'"));

  static final Server MARIADB =
      new Server(
          "MariaDB",
          "org.mariadb.jdbc:mariadb-java-client",
          new MariaDialect(),
          Map.of(
              "connectTimeout",
              "10000",
              SOCKET_TIMEOUT,
              "60000",
              "useBulkStmts",
              "true",
              "useServerPrepStmts",
              "true"),
          new Said(
              "SET SESSION innodb_lock_wait_timeout = 1, idle_write_transaction_timeout = 10,"
                  + " sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
              "SET SESSION group_concat_max_len = 1073741824",
              "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
              "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
              "SET SESSION idle_transaction_timeout = 300, sql_mode ="
                  + " concat(@@sql_mode, ',STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION')",
              "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"));

  static final List<Server> ALL = List.of(POSTGRESQL, MARIADB);

  private static final int READERS = 4;
  private static final int PATIENCE_IN_MILLIS = 10_000;

  /**
   * The kind of server that a driver has found.
   *
   * @throws UnusableStoreException if it is another one
   */
  static Server of(String product, String place) {
    for (Server server : ALL) {
      if (server.product.equals(product)) {
        return server;
      }
    }
    throw new UnusableStoreException(
        "the store "
            + place
            + " cannot be used: it is in "
            + product
            + "\n  expected: PostgreSQL or MariaDB; a SQLite file is opened by its URL");
  }

  /** How its URLs begin. */
  String prefix() {
    return "jdbc:" + dialect.id() + ":";
  }

  /** One connection that writes. Every commit is durable when it returns. */
  HikariConfig toWrite(ServerUrl url) {
    HikariConfig config = connections(url, 1);
    config.setConnectionInitSql(said.writing());
    config.setAutoCommit(false); // MariaDB would be told so twice in each transaction
    config.setIsolateInternalQueries(true);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return config;
  }

  /** So many connections that tasks work on, opened when they are needed. */
  HikariConfig toLend(ServerUrl url, int most) {
    HikariConfig config = connections(url, most);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(said.lending());
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    if (!url.says(SOCKET_TIMEOUT)) {
      config.getDataSourceProperties().remove(SOCKET_TIMEOUT); // a statement may take its time
    }
    return config;
  }

  /** Connections on which the server writes nothing, and shows each transaction one moment. */
  HikariConfig toRead(ServerUrl url) {
    HikariConfig config = connections(url, READERS);
    config.setConnectionInitSql(said.reading());
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    config.setReadOnly(true);
    return config;
  }

  private HikariConfig connections(ServerUrl url, int most) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url.driverUrl());
    config.setUsername(url.user());
    config.setPassword(url.password());
    config.setPoolName("portage-" + dialect.id());
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE_IN_MILLIS);
    properties.forEach(
        (name, value) -> {
          if (!url.says(name)) {
            config.addDataSourceProperty(name, value);
          }
        });
    return config;
  }
}
