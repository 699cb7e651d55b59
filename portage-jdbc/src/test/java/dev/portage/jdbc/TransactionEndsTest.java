package dev.portage.jdbc;

import static dev.portage.jdbc.Bookings.ID;
import static dev.portage.jdbc.Bookings.add;
import static dev.portage.jdbc.Bookings.book;
import static dev.portage.jdbc.Bookings.line;
import static dev.portage.testkit.StoreSamples.creation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineClosedException;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.FlowResult;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.StoreTransaction;
import dev.portage.testkit.OpenedStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a body in a transaction is made to end, nothing of it stays: no row, no connection. */
@Timeout(120)
final class TransactionEndsTest {
  @TempDir private Path directory;

  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);

  /** Has written a row, and waits until it may leave or is interrupted. */
  private Task waiting() {
    return Task.named("a")
        .execute(
            JdbcBody.run(
                (in, connection) -> {
                  add(connection, in.context());
                  inside.countDown();
                  leave.await();
                }));
  }

  /** The same, but it takes no notice of an interrupt. */
  private Task stubborn() {
    return Task.named("a")
        .execute(
            JdbcBody.run(
                (in, connection) -> {
                  add(connection, in.context());
                  inside.countDown();
                  awaitUninterruptibly(leave);
                }));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  /** Every connection for tasks is there to be had. */
  private static void nothingIsLeftOpen(Bookings bookings) throws InterruptedException {
    List<StoreTransaction> all = new ArrayList<>();
    int most = bookings.store().transactionsHoldUpWrites() ? 1 : Bookings.TRANSACTIONS;
    for (int i = 0; i < most; i++) {
      all.add(bookings.store().begin(Connection.class));
    }
    all.forEach(StoreTransaction::close);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLateIsRolledBack(SqlStore kind) throws Exception {
    Task late = waiting().timeout(Duration.ofMillis(300));
    try (Bookings bookings = Bookings.in(kind, directory);
        Engine engine = bookings.engine(line(book("before"), late))) {
      FlowResult result = engine.submit("f", ID, in -> {}).await();
      assertThat(result.state()).isEqualTo(FlowState.REVERTED);
      assertThat(result.failures().get("a").message()).contains("time");
      assertThat(bookings.rows().counts()).isEmpty();
      nothingIsLeftOpen(bookings);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLateAndStubbornIsRolledBackWhenItIsOut(SqlStore kind) throws Exception {
    Task late = stubborn().timeout(Duration.ofMillis(200));
    try (Bookings bookings = Bookings.in(kind, directory);
        Engine engine = bookings.engine(line(late))) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      inside.await();
      assertThat(handle.await(Duration.ofMillis(500))).isEmpty();
      leave.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.REVERTED);
      assertThat(bookings.rows().counts()).isEmpty();
      nothingIsLeftOpen(bookings);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCancelledIsRolledBack(SqlStore kind) throws Exception {
    try (Bookings bookings = Bookings.in(kind, directory);
        Engine engine = bookings.engine(line(book("before"), waiting()))) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      inside.await();
      handle.cancel();
      assertThat(handle.await().state()).isEqualTo(FlowState.REVERTED);
      assertThat(bookings.rows().counts()).isEmpty();
      nothingIsLeftOpen(bookings);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFlowThatIsSuspendedMeanwhileKeepsWhatEndsWell(SqlStore kind) throws Exception {
    try (Bookings bookings = Bookings.in(kind, directory);
        Engine engine = bookings.engine(line(waiting(), book("b")))) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      inside.await();
      handle.suspend();
      leave.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.SUSPENDED);
      assertThat(bookings.rows().counts()).isEqualTo(Map.of("one/a", 1));
      assertThat(engine.resume(ID).await().state()).isEqualTo(FlowState.SUCCESS);
      assertThat(bookings.rows().counts()).isEqualTo(Map.of("one/a", 1, "one/b", 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEngineThatIsClosedWaitsForItsCommit(SqlStore kind) throws Exception {
    Flow flow = line(waiting(), book("b"));
    try (Bookings bookings = Bookings.in(kind, directory)) {
      Engine engine = bookings.engine(flow);
      FlowHandle handle = engine.submit("f", ID, in -> {});
      inside.await();
      Thread closing = new Thread(engine::close);
      closing.start();
      leave.countDown();
      closing.join();
      assertThat(handle.future()).isCompletedExceptionally();
      try (Engine next = bookings.engine(flow)) {
        assertThat(next.resume(ID).await().state()).isEqualTo(FlowState.SUCCESS);
      }
      assertThat(bookings.rows().counts()).isEqualTo(Map.of("one/a", 1, "one/b", 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatOutlivesItsEngineIsRolledBack(SqlStore kind) throws Exception {
    try (Bookings bookings = Bookings.in(kind, directory)) {
      Engine engine =
          bookings.engine(line(stubborn()), each -> each.withClosePatience(Duration.ZERO));
      FlowHandle handle = engine.submit("f", ID, in -> {});
      inside.await();
      engine.close();
      assertThat(handle.future())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(EngineClosedException.class);
      leave.countDown();
      await().untilAsserted(() -> nothingIsLeftOpen(bookings));
      assertThat(bookings.rows().counts()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatIsClosedUnsealedIsInNobodysWay(SqlStore kind) throws Exception {
    try (FlowStore store = FlowStores.open(kind.newUrl(directory))) {
      StoreTransaction transaction = store.begin(Connection.class);
      Connection lent = transaction.connection(Connection.class);
      transaction.close();

      assertThatThrownBy(lent::createStatement).isInstanceOf(SQLException.class);
      assertThat(OpenedStore.commit(store, creation("1")).revision()).isEqualTo(1);
      store.begin(Connection.class).close();
    }
  }
}
