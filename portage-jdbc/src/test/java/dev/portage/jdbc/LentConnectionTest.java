package dev.portage.jdbc;

import static dev.portage.jdbc.Bookings.ID;
import static dev.portage.jdbc.Bookings.add;
import static dev.portage.jdbc.Bookings.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.Engine;
import dev.portage.engine.FlowResult;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a body may do with its connection, and for how long. */
@Timeout(60)
final class LentConnectionTest {
  @TempDir private Path directory;

  private FlowResult run(Bookings bookings, Task task) throws InterruptedException {
    try (Engine engine = bookings.engine(line(task))) {
      return engine.submit("f", ID, in -> {}).await();
    }
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(SQLException.class).hasMessageContaining("refused");
  }

  @Test
  void itsTransactionCannotBeEndedByTheBody() throws Exception {
    Task task =
        Task.named("a")
            .execute(
                JdbcBody.run(
                    (in, connection) -> {
                      add(connection, in.context());
                      refused(connection::commit);
                      refused(connection::rollback);
                      refused(connection::close);
                      refused(() -> connection.setAutoCommit(true));
                      refused(() -> connection.setReadOnly(true));
                      refused(() -> connection.setSchema("x"));
                      refused(() -> connection.abort(Runnable::run));
                    }));
    try (Bookings bookings = Bookings.in(SqlStore.SQLITE, directory)) {
      assertThat(run(bookings, task).state()).isEqualTo(FlowState.SUCCESS);
      assertThat(bookings.rows().counts()).isEqualTo(Map.of("one/a", 1));
    }
  }

  @Test
  void savepointsAreTheBodysOwn() throws Exception {
    Task task =
        Task.named("a")
            .execute(
                JdbcBody.run(
                    (in, connection) -> {
                      add(connection, in.context());
                      Savepoint here = connection.setSavepoint();
                      OwnRows.add(connection, "one", "gone");
                      connection.rollback(here);
                    }));
    try (Bookings bookings = Bookings.in(SqlStore.SQLITE, directory)) {
      assertThat(run(bookings, task).state()).isEqualTo(FlowState.SUCCESS);
      assertThat(bookings.rows().counts()).isEqualTo(Map.of("one/a", 1));
    }
  }

  @Test
  void itIsOfNoUseAfterTheBody() throws Exception {
    AtomicReference<Connection> kept = new AtomicReference<>();
    Task task = Task.named("a").execute(JdbcBody.run((in, connection) -> kept.set(connection)));
    try (Bookings bookings = Bookings.in(SqlStore.SQLITE, directory)) {
      run(bookings, task);
      Connection connection = Objects.requireNonNull(kept.get());
      assertThat(connection.isClosed()).isTrue();
      assertThatThrownBy(connection::createStatement)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("has ended");
    }
  }

  /** On one connection for everything, a body that waits for a write would wait for itself. */
  @Test
  void aBodyThatWouldWaitForItselfIsToldSo() throws Exception {
    try (Bookings bookings = Bookings.in(SqlStore.SQLITE, directory)) {
      AtomicReference<Engine> running = new AtomicReference<>();
      Task task =
          Task.named("a")
              .execute(
                  JdbcBody.run(
                      (in, connection) -> {
                        Engine engine = Objects.requireNonNull(running.get());
                        engine.submit("f", inputs -> {});
                      }));
      try (Engine engine = bookings.engine(line(task))) {
        running.set(engine);
        FlowResult result = engine.submit("f", ID, in -> {}).await();
        assertThat(result.failures().get("a").message()).contains("writes to its own store");
      }
    }
  }
}
