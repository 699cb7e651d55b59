package dev.portage.jdbc;

import dev.portage.store.FlowStore;
import dev.portage.store.StoreOptions;
import java.nio.file.Path;
import java.util.List;

/**
 * A SQLite store whose connections and statements can be watched.
 *
 * @param store the store
 * @param connections those of its writer
 * @param statements what its writer has executed, in order; a batch is one
 */
record WatchedStore(FlowStore store, WatchedConnections connections, List<String> statements)
    implements AutoCloseable {
  static WatchedStore open(Path path) {
    String url = "jdbc:sqlite:" + path + "?busy_timeout=200";
    new SqliteFlowStoreProvider().open(url).close();
    SqliteFile file = SqliteFile.of(url);
    WatchedConnections connections = new WatchedConnections(url);
    Database writing = Database.of(connections, file.trouble(), TableNames.USUAL, "");
    FlowStore store =
        new JdbcFlowStore(
            writing, file.reading(), Transactions.insteadOf(writing), StoreOptions.defaults());
    return new WatchedStore(store, connections, connections.statements());
  }

  @Override
  public void close() {
    store.close();
  }
}
