package dev.portage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.UnusableStoreException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import javax.sql.DataSource;

/** Opens stores in database servers, by URL or over connections of the application. */
final class ServerStores {
  private final Server server;
  private final JdbcOptions options;
  private final SqlTrouble trouble;

  private ServerStores(Server server, JdbcOptions options, String place) {
    this.server = server;
    this.options = options;
    this.trouble = new SqlTrouble(server.dialect(), place);
  }

  static FlowStore open(Server server, ServerUrl url, JdbcOptions options) {
    ServerStores stores = new ServerStores(server, options, url.place());
    stores.checkDriver(url);
    List<Database> pools = new ArrayList<>();
    try {
      pools.add(stores.pool(server.toWrite(url)));
      pools.add(stores.pool(server.toRead(url)));
      int most = options.transactions();
      pools.add(stores.pool(server.toLend(url, most)));
      Transactions lending = Transactions.beside(pools.get(2), most);
      return stores.store(pools.get(0), pools.get(1), lending);
    } catch (RuntimeException e) {
      pools.forEach(Database::close);
      throw e;
    }
  }

  static FlowReader openForReading(Server server, ServerUrl url, JdbcOptions options) {
    ServerStores stores = new ServerStores(server, options, url.place());
    stores.checkDriver(url);
    return stores.reader(stores.pool(server.toRead(url)));
  }

  static TableState look(Server server, ServerUrl url) {
    ServerStores stores = new ServerStores(server, url.options(), url.place());
    stores.checkDriver(url);
    try (Database reading = stores.pool(server.toRead(url))) {
      return stores.trouble.opening(() -> reading.read(stores.schema()::look));
    }
  }

  static int upgrade(Server server, ServerUrl url) {
    ServerStores stores = new ServerStores(server, url.options(), url.place());
    stores.checkDriver(url);
    try (Database writing = stores.pool(server.toWrite(url))) {
      return stores.trouble.opening(() -> writing.write(stores.schema()::upgrade));
    }
  }

  static FlowStore open(DataSource source, JdbcOptions options) {
    ServerStores stores = over(source, options);
    return stores.store(
        stores.foreign(source, stores.server.said().writingOnce()),
        stores.foreign(source, stores.server.said().readingOnce()),
        Transactions.beside(
            stores.foreign(source, stores.server.said().lendingOnce()), most(source, options)));
  }

  /** The writer needs a connection even while every task has one. */
  private static int most(DataSource source, JdbcOptions options) {
    int most = options.transactions();
    return source instanceof HikariDataSource pool
        ? Math.min(most, pool.getMaximumPoolSize() - 1)
        : most;
  }

  static FlowReader openForReading(DataSource source, JdbcOptions options) {
    ServerStores stores = over(source, options);
    return stores.reader(stores.foreign(source, stores.server.said().readingOnce()));
  }

  private static ServerStores over(DataSource source, JdbcOptions options) {
    try (Connection connection = source.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName();
      String url = String.valueOf(connection.getMetaData().getURL());
      String place = ServerUrl.placeOf(url);
      return new ServerStores(Server.of(product, place), options, place);
    } catch (SQLException e) {
      throw new SqlTrouble(Server.POSTGRESQL.dialect(), "of the given data source")
          .unavailable("could not be opened", e);
    }
  }

  private void checkDriver(ServerUrl url) {
    if (isAccepted(url.driverUrl())) {
      return;
    }
    throw new UnusableStoreException(
        "the store "
            + url.place()
            + " cannot be used: "
            + (isAccepted(server.prefix() + "//localhost/portage")
                ? "its driver does not understand this URL\n  expected: "
                    + server.prefix()
                    + "//HOST:PORT/DATABASE?user=NAME&password=.."
                : "its driver is not on the class path\n  next: add " + server.driver()));
  }

  private boolean isAccepted(String driverUrl) {
    for (Driver driver : ServiceLoader.load(Driver.class)) {
      try {
        if (driver.acceptsURL(driverUrl)) {
          return true;
        }
      } catch (SQLException e) {
        throw trouble.unavailable("could not be opened", e);
      }
    }
    return false;
  }

  private Database pool(HikariConfig config) {
    return trouble.opening(
        () -> Database.of(new HikariDataSource(config), trouble, options.names()));
  }

  private Database foreign(DataSource source, String first) {
    return Database.of(source, trouble, options.names(), first);
  }

  private StoreSchema schema() {
    return StoreSchema.of(trouble, options);
  }

  private FlowStore store(Database writing, Database reading, Transactions transactions) {
    try {
      trouble.opening(
          () ->
              writing.write(
                  handle -> {
                    if (options.tables() == TablePolicy.CREATE) {
                      schema().upgrade(handle);
                    }
                    return schema().check(handle);
                  }));
      return new JdbcFlowStore(writing, reading, transactions, options.store());
    } catch (RuntimeException e) {
      transactions.close();
      reading.close();
      writing.close();
      throw e;
    }
  }

  private FlowReader reader(Database reading) {
    try {
      trouble.opening(() -> reading.read(schema()::check));
      return new JdbcFlowReader(reading, options.store());
    } catch (RuntimeException e) {
      reading.close();
      throw e;
    }
  }
}
