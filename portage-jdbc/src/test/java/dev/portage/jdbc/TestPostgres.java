package dev.portage.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL, started once for all tests of this process; a fresh database for each. */
public final class TestPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  private static final class Running {
    private static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "200")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL cannot be started", e);
      }
    }
  }

  /** Its superuser. */
  public static String url(String database) {
    return "jdbc:postgresql://localhost:"
        + Running.SERVER.getPort()
        + "/"
        + database
        + "?user=postgres&password=postgres";
  }

  /** The name of a database that is new and empty. */
  public static String newDatabase() {
    String name = "test" + DATABASES.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return name;
  }

  /** Makes a role that is let in only with its password, where the superuser needs none. */
  public static void createRole(String role, String password) {
    execute("postgres", "CREATE ROLE " + role + " LOGIN PASSWORD '" + password + "'");
    try (Connection connection = Running.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet file = statement.executeQuery("SHOW hba_file")) {
      file.next();
      Path rules = Path.of(file.getString(1));
      String rule = "host all " + role + " all scram-sha-256\n";
      Files.writeString(rules, rule + Files.readString(rules));
    } catch (SQLException e) {
      throw new IllegalStateException(role, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    execute("postgres", "SELECT pg_reload_conf()");
    String url = url("postgres").replaceFirst("user=.*", "user=" + role + "&password=wrong");
    await().untilAsserted(() -> assertThatThrownBy(() -> DriverManager.getConnection(url).close()));
  }

  public static void execute(String database, String sql) {
    try (Connection connection = Running.SERVER.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
