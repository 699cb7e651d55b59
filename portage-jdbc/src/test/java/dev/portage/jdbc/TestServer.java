package dev.portage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The database servers that tests run on. */
public enum TestServer {
  POSTGRESQL,
  MARIADB;

  Server server() {
    return this == POSTGRESQL ? Server.POSTGRESQL : Server.MARIADB;
  }

  /** The URL of a database that is new and empty. */
  public String newUrl() {
    return this == POSTGRESQL
        ? TestPostgres.url(TestPostgres.newDatabase())
        : TestMaria.url(TestMaria.newDatabase());
  }

  /** Connections that write, as stores have them. */
  Database writing(String url) {
    return database(ServerUrl.of(url), server().toWrite(ServerUrl.of(url)));
  }

  /** Connections that read, as stores have them. */
  Database reading(String url) {
    return database(ServerUrl.of(url), server().toRead(ServerUrl.of(url)));
  }

  private Database database(ServerUrl url, HikariConfig config) {
    SqlTrouble trouble = new SqlTrouble(server().dialect(), url.place());
    return Database.of(new HikariDataSource(config), trouble, url.options().names());
  }

  /** Executes statements as an operator's shell does. */
  static void execute(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of all rows. */
  static List<String> select(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
