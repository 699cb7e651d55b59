package dev.portage.jdbc;

import static dev.portage.jdbc.Bookings.ID;
import static dev.portage.jdbc.Bookings.book;
import static dev.portage.jdbc.Bookings.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.portage.engine.Engine;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.FlowResult;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactional tasks on the few connections of an application's own pool. */
@Timeout(180)
final class TransactionPoolTest {
  private static final int FLOWS = Integer.getInteger("portage.pool.flows", 60);

  @TempDir private Path directory;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final CountDownLatch never = new CountDownLatch(1);

  private static HikariDataSource pool(Bookings bookings, int size) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(bookings.rows().url());
    pool.setMaximumPoolSize(size);
    return pool;
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE", mode = EnumSource.Mode.EXCLUDE)
  void onOneConnectionTheTaskIsRefused(SqlStore kind) throws Exception {
    try (Bookings made = Bookings.in(kind, directory);
        HikariDataSource pool = pool(made, 1);
        FlowStore store = JdbcStores.open(pool, JdbcOptions.defaults());
        Engine engine = new Bookings(made.url(), made.rows(), store).engine(line(book("a")))) {
      FlowResult result = engine.submit("f", ID, in -> {}).await();
      assertThat(result.failures().get("a").message()).contains("at least two");
    }
  }

  /**
   * Some fail, some are late, some are cancelled, some are suspended; all that end leave nothing.
   */
  @ParameterizedTest
  @CsvSource({"POSTGRESQL,2", "POSTGRESQL,4", "MARIADB,2", "MARIADB,4"})
  void nothingIsLeftOfWhatEndsBadly(SqlStore kind, int size) throws Exception {
    try (Bookings made = Bookings.in(kind, directory);
        HikariDataSource pool = pool(made, size);
        FlowStore store = JdbcStores.open(pool, JdbcOptions.defaults())) {
      Bookings bookings = new Bookings(made.url(), made.rows(), store);
      stress(bookings);
      await()
          .untilAsserted(
              () -> assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero());
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE")
  void norOnAFile(SqlStore kind) throws Exception {
    try (Bookings bookings = Bookings.in(kind, directory)) {
      stress(bookings);
    }
  }

  private void stress(Bookings bookings) throws Exception {
    Map<String, Integer> expected = new HashMap<>();
    try (Engine engine = bookings.engine(wide())) {
      List<FlowHandle> handles = new ArrayList<>();
      for (int i = 0; i < FLOWS; i++) {
        FlowHandle handle = engine.submit("f", in -> {});
        handles.add(handle);
        disturb(handle);
      }
      for (FlowHandle handle : handles) {
        FlowResult result = handle.await();
        if (result.state() == FlowState.SUSPENDED) {
          result = engine.resume(handle.id()).await();
        }
        assertThat(result.state()).as("seed %s", seed).isIn(FlowState.SUCCESS, FlowState.REVERTED);
        if (result.state() == FlowState.SUCCESS) {
          for (int t = 0; t < 4; t++) {
            expected.put(handle.id() + "/t" + t, 1);
          }
        }
      }
    }
    assertThat(bookings.rows().counts()).as("seed %s", seed).isEqualTo(expected);
  }

  private void disturb(FlowHandle handle) {
    switch (random.nextInt(6)) {
      case 0 -> handle.cancel();
      case 1 -> handle.suspend();
      default -> assertThat(handle.id()).isNotNull();
    }
  }

  private Flow wide() {
    Flow.Builder flow = Flow.unordered("f");
    for (int t = 0; t < 4; t++) {
      Task task = book("t" + t).timeout(Duration.ofSeconds(30));
      flow.add(
          task.execute(
              JdbcBody.run(
                  (in, connection) -> {
                    Bookings.add(connection, in.context());
                    int fate = chance(40);
                    if (fate == 0) {
                      throw new IllegalStateException("on purpose");
                    }
                    in.progress(0.5, "half of it");
                    assertThat(never.await(fate % 5, TimeUnit.MILLISECONDS)).isFalse();
                  })));
      flow.add(Task.named("u" + t).run(in -> in.progress(1, "all of it")));
    }
    return flow.build();
  }

  private synchronized int chance(int bound) {
    return random.nextInt(bound);
  }
}
