package dev.portage.jdbc;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.model.Flow;
import dev.portage.model.Task;
import dev.portage.model.TaskContext;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A store, and in the same database a table of an application's, which transactional tasks fill.
 */
record Bookings(String url, OwnRows rows, FlowStore store) implements AutoCloseable {
  static final FlowId ID = FlowId.of("one");

  /** The most transactions at a time, where there are several. */
  static final int TRANSACTIONS = 3;

  static Bookings in(SqlStore kind, Path directory) {
    String url =
        kind.newUrl(directory)
            + (kind == SqlStore.SQLITE ? "" : "&portage.transactions=" + TRANSACTIONS);
    FlowStore store = FlowStores.open(url);
    return new Bookings(url, OwnRows.create(url.replaceAll("&portage\\.[^&]*", "")), store);
  }

  /** Adds a row; undone by removing it, likewise in a transaction. */
  static Task book(String name) {
    return Task.named(name)
        .execute(JdbcBody.run((in, connection) -> add(connection, in.context())))
        .revert(
            JdbcBody.revert(
                (in, connection) ->
                    OwnRows.remove(connection, in.context().flowId(), in.context().task())));
  }

  static void add(Connection connection, TaskContext self) throws SQLException {
    OwnRows.add(connection, self.flowId(), self.task());
  }

  /** A flow of these tasks, one after the other. */
  static Flow line(Task... tasks) {
    Flow.Builder flow = Flow.linear("f");
    for (Task task : tasks) {
      flow.add(task);
    }
    return flow.build();
  }

  Engine engine(Flow flow) {
    return engine(flow, options -> options);
  }

  Engine engine(Flow flow, UnaryOperator<EngineOptions> more) {
    return Engine.open(store, FlowCatalog.of("f", in -> flow), more.apply(options()));
  }

  private static EngineOptions options() {
    return EngineOptions.defaults().withClosePatience(Duration.ofSeconds(20));
  }

  @Override
  public void close() {
    store.close();
  }
}
