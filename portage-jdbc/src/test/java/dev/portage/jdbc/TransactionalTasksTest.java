package dev.portage.jdbc;

import static dev.portage.jdbc.Bookings.ID;
import static dev.portage.jdbc.Bookings.add;
import static dev.portage.jdbc.Bookings.book;
import static dev.portage.jdbc.Bookings.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.AtomTransition;
import dev.portage.engine.Engine;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.FlowListener;
import dev.portage.engine.FlowResult;
import dev.portage.engine.LostLeaseException;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Repetition;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.LeaseChange;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows of a transactional task and its completion are there together, or not at all. */
@Timeout(120)
final class TransactionalTasksTest {
  private static final Slot<String> RECEIPT = Slot.of("receipt", String.class);

  @TempDir private Path directory;

  private static FlowResult run(Bookings bookings, Flow flow) throws InterruptedException {
    try (Engine engine = bookings.engine(flow)) {
      return engine.submit("f", ID, in -> {}).await();
    }
  }

  private static Task failing() {
    return Task.named("fail")
        .run(
            in -> {
              throw new IllegalStateException("on purpose");
            });
  }

  @ParameterizedTest
  @EnumSource
  void whatEndsWellIsCommittedWithItsResult(SqlStore kind) throws Exception {
    Task charge =
        Task.named("charge")
            .provides(RECEIPT)
            .execute(
                JdbcBody.execute(
                    (in, connection) -> {
                      add(connection, in.context());
                      return "receipt " + in.context().attempt();
                    }));
    try (Bookings bookings = Bookings.in(kind, directory)) {
      FlowResult result = run(bookings, line(book("a"), Task.named("b").run(in -> {}), charge));
      assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
      assertThat(result.get(RECEIPT)).isEqualTo("receipt 1");
      assertThat(bookings.rows().counts()).isEqualTo(Map.of("one/a", 1, "one/charge", 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatThrowsLeavesNoRow(SqlStore kind) throws Exception {
    Task book =
        Task.named("a")
            .execute(
                JdbcBody.run(
                    (in, connection) -> {
                      add(connection, in.context());
                      throw new IllegalStateException("on purpose");
                    }));
    try (Bookings bookings = Bookings.in(kind, directory)) {
      FlowResult result = run(bookings, line(book));
      assertThat(result.state()).isEqualTo(FlowState.REVERTED);
      assertThat(result.failures().get("a").message()).isEqualTo("on purpose");
      assertThat(bookings.rows().counts()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResultThatIsTooLargeLeavesNoRow(SqlStore kind) throws Exception {
    Task book =
        Task.named("a")
            .provides(RECEIPT)
            .execute(
                JdbcBody.execute(
                    (in, connection) -> {
                      add(connection, in.context());
                      return "x".repeat(FlowStore.USUAL_MAX_PAYLOAD_BYTES + 1);
                    }));
    try (Bookings bookings = Bookings.in(kind, directory)) {
      assertThat(run(bookings, line(book)).failures().get("a").message()).contains("takes at most");
      assertThat(bookings.rows().counts()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRevertIsCommittedWithItsRowsToo(SqlStore kind) throws Exception {
    try (Bookings bookings = Bookings.in(kind, directory)) {
      bookings.rows().execute("INSERT INTO booking VALUES ('other', 'a')");
      FlowResult result = run(bookings, line(book("a"), book("b"), failing()));
      assertThat(result.state()).isEqualTo(FlowState.REVERTED);
      assertThat(bookings.rows().counts()).isEqualTo(Map.of("other/a", 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachRepetitionHasATransactionOfItsOwn(SqlStore kind) throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Task book =
        Task.named("a")
            .repeat(Repetition.upTo(3).on(SQLException.class))
            .execute(
                JdbcBody.run(
                    (in, connection) -> {
                      add(connection, in.context());
                      if (runs.incrementAndGet() < 3) {
                        throw new SQLException("passes");
                      }
                    }));
    try (Bookings bookings = Bookings.in(kind, directory)) {
      assertThat(run(bookings, line(book)).state()).isEqualTo(FlowState.SUCCESS);
      assertThat(bookings.rows().counts()).isEqualTo(Map.of("one/a", 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoHasLostTheLeaseWritesNoRow(SqlStore kind) throws Exception {
    try (Bookings bookings = Bookings.in(kind, directory);
        FlowStore other = FlowStores.open(bookings.url())) {
      FlowListener thief =
          new FlowListener() {
            @Override
            public void onAtom(AtomTransition transition) {
              if (transition.to() == AtomState.RUNNING) {
                steal(other, transition.flow().id());
              }
            }
          };
      try (Engine engine = bookings.engine(line(book("a")), each -> each.withListener(thief))) {
        FlowHandle handle = engine.submit("f", ID, in -> {});
        assertThatThrownBy(handle::await).isInstanceOf(LostLeaseException.class);
      }
      assertThat(bookings.rows().counts()).isEmpty();
      assertThat(other.load(ID).orElseThrow().header().state()).isEqualTo(FlowState.RUNNING);
    }
  }

  private static void steal(FlowStore store, FlowId id) {
    FlowHeader header = store.load(id).orElseThrow().header();
    Instant late = Instant.now().plusSeconds(3600);
    LeaseChange.Claim claim = new LeaseChange.Claim("thief", late, late.plusSeconds(3600));
    assertThat(store.claim(id, header.revision(), claim)).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatEndsItsTransactionByAStatementFails(SqlStore kind) throws Exception {
    Task book =
        Task.named("a")
            .execute(
                JdbcBody.run(
                    (in, connection) -> {
                      try (Statement statement = connection.createStatement()) {
                        statement.execute("COMMIT");
                      }
                      add(connection, in.context());
                    }));
    try (Bookings bookings = Bookings.in(kind, directory)) {
      FlowResult result = run(bookings, line(book));
      assertThat(result.state()).isEqualTo(FlowState.REVERTED);
      assertThat(result.failures().get("a").message()).contains("ended the transaction itself");
    }
  }

  /** Two transactions at once where there are several, and no deadlock over the row of the flow. */
  @ParameterizedTest
  @EnumSource
  void bodiesOfOneFlowAreCommittedSideBySide(SqlStore kind) throws Exception {
    int parties = kind == SqlStore.SQLITE ? 1 : 3;
    CyclicBarrier together = new CyclicBarrier(parties);
    Flow.Builder wide = Flow.unordered("f");
    for (int i = 0; i < 3; i++) {
      wide.add(
          Task.named("t" + i)
              .execute(
                  JdbcBody.run(
                      (in, connection) -> {
                        add(connection, in.context());
                        together.await();
                      })));
      wide.add(Task.named("u" + i).run(in -> {}));
    }
    try (Bookings bookings = Bookings.in(kind, directory)) {
      assertThat(run(bookings, wide.build()).state()).isEqualTo(FlowState.SUCCESS);
      assertThat(bookings.rows().counts()).isEqualTo(Map.of("one/t0", 1, "one/t1", 1, "one/t2", 1));
    }
  }
}
