package dev.portage.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowResult;
import dev.portage.jdbc.JdbcBody;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The guide's transactional tasks: what they write is there with their completion, or not. */
@Timeout(60)
class TransactionsTest {
  private static final Task FAILING =
      Task.named("fail")
          .run(
              in -> {
                throw new IllegalStateException("on purpose");
              });

  @TempDir private Path directory;

  private String url = "";
  private DataSource source = new DriverManagerDataSource();

  @BeforeEach
  void makeTheTable() {
    url = "jdbc:sqlite:" + directory.resolve("x.db");
    source = new DriverManagerDataSource(url);
    FlowStores.open(url).close(); // first: a file with other tables is not taken for a store
    new JdbcTemplate(source).execute("CREATE TABLE booking (order_id VARCHAR(100))");
  }

  private FlowResult run(Task... tasks) throws InterruptedException {
    Flow.Builder flow = Flow.linear("f");
    for (Task task : tasks) {
      flow.add(task);
    }
    Flow built = flow.build();
    try (FlowStore store = FlowStores.open(url);
        Engine engine =
            Engine.open(store, FlowCatalog.of("f", in -> built), EngineOptions.defaults())) {
      return engine.submit("f", in -> in.put(Checkout.ORDER, "order-1")).await();
    }
  }

  private List<String> booked() {
    return new JdbcTemplate(source).queryForList("SELECT order_id FROM booking", String.class);
  }

  private Transactions.Bookings service(Runnable after) {
    JdbcTemplate jdbc = new JdbcTemplate(source);
    TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    return order ->
        transaction.executeWithoutResult(
            status -> {
              jdbc.update("INSERT INTO booking (order_id) VALUES (?)", order);
              after.run();
            });
  }

  @Test
  void aTaskBooksAndIsReverted() throws Exception {
    assertThat(run(Transactions.book()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(booked()).containsExactly("order-1");
    assertThat(run(Transactions.book(), FAILING).state()).isEqualTo(FlowState.REVERTED);
    assertThat(booked()).isEmpty();
  }

  @Test
  void springsTemplatesWorkOnTheConnection() throws Exception {
    assertThat(run(Transactions.bookByTemplate()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(booked()).containsExactly("order-1");
  }

  @Test
  void springsTransactionsJoin() throws Exception {
    Task task = Transactions.bookBy(service(() -> {}), source);
    assertThat(run(task).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(booked()).containsExactly("order-1");
  }

  @Test
  void oneThatIsRolledBackTakesTheTaskWithIt() throws Exception {
    Transactions.Bookings failing =
        service(
            () -> {
              throw new IllegalStateException("on purpose");
            });
    Transactions.Bookings swallowing =
        order ->
            assertThatThrownBy(() -> failing.add(order)).isInstanceOf(IllegalStateException.class);
    FlowResult result = run(Transactions.bookBy(swallowing, source));
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(booked()).isEmpty();
  }

  @Test
  void jooqWorksOnTheConnection() throws Exception {
    assertThat(run(Transactions.bookByJooq(SQLDialect.SQLITE)).state())
        .isEqualTo(FlowState.SUCCESS);
    assertThat(booked()).containsExactly("order-1");
  }

  @Test
  void jooqsOwnTransactionsAreRefused() throws Exception {
    Task task =
        Task.named("book")
            .execute(
                JdbcBody.run(
                    (in, connection) ->
                        DSL.using(connection, SQLDialect.SQLITE)
                            .transaction(
                                inside ->
                                    inside.dsl().execute("INSERT INTO booking VALUES ('x')"))));
    FlowResult result = run(task);
    assertThat(result.failures().get("book").type()).isEqualTo(DataAccessException.class.getName());
    assertThat(booked()).isEmpty();
  }
}
