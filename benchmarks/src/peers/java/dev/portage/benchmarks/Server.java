package dev.portage.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** A PostgreSQL server of the benchmark's own, with durable commits. */
final class Server implements AutoCloseable {
  /** The embedded server is started for tests that need not last: what it relaxes is undone. */
  private static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.of(
              "fsync", "on",
              "synchronous_commit", "on",
              "full_page_writes", "on",
              "shared_buffers", "512MB",
              "max_wal_size", "4GB",
              "checkpoint_timeout", "30min",
              "max_connections", "400"));

  private final EmbeddedPostgres postgres;

  private Server(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** Starts one and sees that it is as it has to be. */
  static Server start() throws IOException, SQLException {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    SETTINGS.forEach(builder::setServerConfig);
    Server server = new Server(builder.start());
    try {
      server.verify();
      return server;
    } catch (SQLException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void verify() throws SQLException {
    for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
      String found = ask(postgres.getPostgresDatabase(), "SHOW " + setting.getKey());
      if (!found.equals(setting.getValue())) {
        throw new IllegalStateException(
            "the server does not run as it should: "
                + setting.getKey()
                + " is "
                + found
                + ", expected "
                + setting.getValue());
      }
    }
  }

  /** What it and this JVM use of the processors. */
  Cpu cpu() throws IOException, SQLException {
    Path directory = Path.of(ask(postgres.getPostgresDatabase(), "SHOW data_directory"));
    String first = Files.readAllLines(directory.resolve("postmaster.pid")).get(0);
    return new Cpu(Long.parseLong(first.trim()));
  }

  /** Version and settings in one line. */
  String words() throws SQLException {
    return "PostgreSQL "
        + ask(postgres.getPostgresDatabase(), "SHOW server_version")
        + " "
        + SETTINGS;
  }

  /** Makes an empty database. */
  Database create(String name) throws SQLException {
    tell(postgres.getPostgresDatabase(), "CREATE DATABASE " + name);
    return new Database(name);
  }

  @Override
  public void close() throws IOException, SQLException {
    try (postgres) {
      tell(postgres.getPostgresDatabase(), "CHECKPOINT"); // or it would not stop in time
    }
  }

  private static void tell(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** A database of one contestant. */
  final class Database {
    private final String name;

    private Database(String name) {
      this.name = name;
    }

    /** Where it is, with the user. */
    String url() {
      return "jdbc:postgresql://localhost:"
          + postgres.getPort()
          + "/"
          + name
          + "?user=postgres&password=postgres";
    }

    /** A pool of connections, to be closed by who asks for it. */
    HikariDataSource pool(int connections) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(url());
      config.setMaximumPoolSize(connections);
      return new HikariDataSource(config);
    }

    /** Runs a statement in it. */
    void tell(String sql) throws SQLException {
      Server.tell(postgres.getDatabase("postgres", name), sql);
    }

    /** How many transactions have been committed in it; exact once its connections are closed. */
    long commits() throws SQLException {
      return Long.parseLong(
          ask(
              postgres.getPostgresDatabase(),
              "SELECT xact_commit FROM pg_stat_database WHERE datname = '" + name + "'"));
    }

    /** The size of its tables with their indices, the system's own not counted. */
    long bytes() throws SQLException {
      return Long.parseLong(
          ask(
              postgres.getDatabase("postgres", name),
              "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c"
                  + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r'"
                  + " AND n.nspname NOT IN ('pg_catalog', 'information_schema')"));
    }
  }
}
